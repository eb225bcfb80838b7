using System.Text;
using Kappa.Logs;
using Kappa.StateStores;

namespace Kappa.Snapshots;

/// <summary>The table at a moment, from its change log alone: the last value of each key before it.</summary>
/// <remarks>
/// The rows are in a RocksDB of its own, so memory stays bounded; it is scratch and goes with the fold.
/// </remarks>
internal sealed class TableFold : IDisposable
{
    private const int BatchRows = 50_000;

    private readonly StateMemory? _ownMemory;
    private readonly string _directory;
    private readonly IDiskBackend _rows;
    private StateBatch _batch;
    private int _pending;

    private TableFold(IStateBackends? backends)
    {
        _ownMemory = backends is null ? new StateMemory(new StateOptions()) : null;
        _directory = Directory.CreateTempSubdirectory("kappa-snapshot-").FullName;
        _rows = (backends ?? _ownMemory!).Open(_directory, ["rows"]);
        _batch = _rows.BeginBatch();
    }

    /// <summary>Reads the change log.</summary>
    /// <param name="log">The log.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="point">The moment.</param>
    /// <param name="backends">Opens its rows, which share memory with others; null for memory of their own.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static TableFold Read(
        ILog log, TopicDescription topic, TablePoint point, IStateBackends? backends = null,
        CancellationToken cancellationToken = default)
    {
        var fold = new TableFold(backends);
        try
        {
            for (int partition = 0; partition < point.Ends.Count; partition++)
            {
                fold.Read(log, new TopicPartition(topic.Name, partition), point, cancellationToken);
            }

            return fold;
        }
        catch
        {
            fold.Dispose();
            throw;
        }
    }

    /// <summary>Takes the rows of a table that somebody else has read.</summary>
    /// <param name="read">Gives each row to the fold.</param>
    public static async Task<TableFold> TakeAsync(Func<TableFold, Task> read)
    {
        var fold = new TableFold(backends: null);
        try
        {
            await read(fold).ConfigureAwait(false);
            fold.Write();
            return fold;
        }
        catch
        {
            fold.Dispose();
            throw;
        }
    }

    /// <summary>Adds or replaces a row.</summary>
    public void Put(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, long timestampMs)
    {
        _batch.Put(0, key, value, timestampMs);
        Count();
    }

    /// <summary>Opens the rows.</summary>
    public IStateSnapshot Open() => _rows.OpenSnapshot();

    public void Dispose()
    {
        _rows.Dispose();
        _ownMemory?.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private void Read(ILog log, TopicPartition at, TablePoint point, CancellationToken cancellationToken)
    {
        PartitionOffsets offsets = log.Offsets(at);
        using var cursor = new RecordCursor(log.OpenReader(at, offsets.Earliest));
        while (cursor.MoveNext(point.Ends[at.Partition]))
        {
            Add(cursor);
            cancellationToken.ThrowIfCancellationRequested();
        }

        if (point.Snapshot is { } snapshot)
        {
            ReadSnapshot(cursor, snapshot.Records[at.Partition], offsets.LastStable, snapshot.Id, cancellationToken);
        }

        Write();
    }

    /// <summary>Takes the records of a snapshot, and not those that others wrote between them.</summary>
    private void ReadSnapshot(
        RecordCursor cursor, long records, long end, string id, CancellationToken cancellationToken)
    {
        byte[] wanted = Encoding.UTF8.GetBytes(id);
        while (records > 0 && cursor.MoveNext(end))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (SnapshotHeaders.IdOf(cursor.Headers).SequenceEqual(wanted))
            {
                records--;
                Add(cursor);
            }
        }
    }

    private void Add(RecordCursor cursor)
    {
        if (cursor.HasKey && cursor.HasValue)
        {
            Put(cursor.Key, cursor.Value, cursor.TimestampMs);
        }
        else if (cursor.HasKey)
        {
            _batch.Delete(0, cursor.Key);
            Count();
        }
    }

    private void Count()
    {
        if (++_pending == BatchRows)
        {
            Write();
        }
    }

    private void Write()
    {
        _rows.Write(_batch, [1]);
        (_batch, _pending) = (_rows.BeginBatch(), 0);
    }
}
