using Kappa.Logs;

namespace Kappa.Snapshots;

/// <summary>The records of a partition in sorted runs: files of a spool, and stretches that stay in the log.</summary>
/// <remarks>
/// A snapshot writes its changes in the order of their keys, and the first one is all of a table: a stretch of records
/// that is long and in order is a run as it is, and is read again when the runs are walked, which is quicker than to
/// sort it into files. Rows and stretches come on one thread.
/// </remarks>
/// <param name="directory">Where the spool's files go.</param>
/// <param name="spoolBytes">Memory of the spool.</param>
/// <param name="mostStretches">Most stretches that stay in the log: each takes a reader.</param>
/// <param name="open">Opens the partition at an offset.</param>
internal sealed class FoldPartition(
    string directory, int spoolBytes, int mostStretches, Func<long, IPartitionReader>? open) : IDisposable
{
    /// <summary>Bytes of keys and values from which on a stretch stays in the log.</summary>
    internal const int StretchBytes = 1 << 20;

    private readonly RowSpool _spool = new(directory, spoolBytes);
    private readonly List<(long Start, long End)> _stretches = [];
    private readonly RowBytes _last = new(); // Key of the record before.
    private bool _isInStretch; // The last stretch goes on.
    private long _start; // Offset of the first record that is in order with all behind it, and in the spool's memory.
    private int _rows; // Such records.
    private int _bytes; // Their bytes.
    private int _runs; // Files of the spool when the first of them came.

    /// <summary>Stretches that stay in the log.</summary>
    internal int Stretches => _stretches.Count;

    /// <summary>Adds the next record; it has a key.</summary>
    /// <exception cref="KappaException">KAP8011 (exit 5): the disk takes no more.</exception>
    public void Add(RecordCursor cursor)
    {
        bool follows = (_isInStretch || _rows > 0) && cursor.Key.SequenceCompareTo(_last.Written) > 0;
        _last.Clear();
        _last.Add(cursor.Key);
        if (_isInStretch && follows)
        {
            _stretches[^1] = (_stretches[^1].Start, cursor.Offset + 1);
            return;
        }

        _isInStretch = false;
        Put(cursor.Key, cursor.HasValue, cursor.Value, cursor.TimestampMs, FoldRecord.PlaceOf(cursor));
        if (!follows || _spool.Runs != _runs)
        {
            (_start, _rows, _bytes, _runs) = (cursor.Offset, 0, 0, _spool.Runs);
        }

        _rows++;
        _bytes += cursor.Key.Length + cursor.Value.Length;
        if (_bytes >= StretchBytes && _stretches.Count < mostStretches)
        {
            _spool.DropLast(_rows);
            _stretches.Add((_start, cursor.Offset + 1));
            (_isInStretch, _rows) = (true, 0);
        }
    }

    /// <summary>Something else lies between the last record and the next one.</summary>
    public void Break() => (_isInStretch, _rows) = (false, 0);

    /// <summary>Adds a row of a table that somebody else has read.</summary>
    /// <exception cref="KappaException">KAP8011 (exit 5): the disk takes no more.</exception>
    public void Put(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, long timestampMs) =>
        Put(key, hasValue: true, value, timestampMs, ~_spool.Count); // The last one comes first.

    /// <summary>No record comes any more: what is in memory goes to a file.</summary>
    /// <exception cref="KappaException">KAP8011 (exit 5): the disk takes no more.</exception>
    public void End() => _spool.End();

    /// <summary>Opens all runs.</summary>
    public List<IRunBytes> Open()
    {
        List<IRunBytes> runs = RunFile.OpenAll(_spool.End());
        try
        {
            foreach ((long start, long end) in _stretches)
            {
                runs.Add(new LogRun(new RecordCursor(open!(start)), end));
            }

            return runs;
        }
        catch
        {
            runs.ForEach(run => run.Dispose());
            throw;
        }
    }

    public void Dispose() => _spool.Dispose();

    private void Put(ReadOnlySpan<byte> key, bool hasValue, ReadOnlySpan<byte> value, long timestampMs, long place)
    {
        Span<byte> head = stackalloc byte[FoldRecord.HeadBytes];
        FoldRecord.WriteHead(head, hasValue, timestampMs);
        _spool.Add(key, head, value, place);
    }
}
