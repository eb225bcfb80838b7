using System.Buffers;
using Kappa.Logs;
using Kappa.StateStores;

namespace Kappa.Snapshots;

/// <summary>
/// The table that a topic's change log says, in RocksDB: the last value of each key, canonical; and its index.
/// </summary>
/// <remarks>
/// One thread. The topic is the truth: an image that is not there, is damaged, stands in another topic of this name or
/// beyond its end is built anew from the topic, and one that is older goes on from where it stands. The index has
/// what the image has, record by record, and is made from it again where it does not (<see cref="RowIndex"/>).
/// </remarks>
internal sealed class TopicImage : IDisposable
{
    private const int BatchRows = 50_000;
    private const int NewShare = 4; // One row in so many is new: most files are to be written again anyway.
    private static readonly string[] Stores = ["rows"];

    private readonly ILog _log;
    private readonly TopicDescription _topic;
    private readonly string _directory;
    private readonly IStateBackends _backends;
    private readonly Action<string> _notice;
    private readonly StepReport _report;
    private readonly CanonicalRow _row = new();
    private readonly RowHash _hash = new();
    private readonly ArrayBufferWriter<byte> _value = new();
    private IDiskBackend _backend;
    private RowIndex? _index;
    private RowSpool? _spool; // Of the dump that is compared.
    private long _taken; // Records that were taken in since the rows were last in order on disk.
    private ImagePlace _place;

    private TopicImage(
        ILog log, TopicDescription topic, string directory, IStateBackends backends, Action<string> notice,
        StepReport report)
    {
        (_log, _topic, _directory, _backends) = (log, topic, directory, backends);
        (_notice, _report) = (notice, report);
        _place = new ImagePlace(log, topic);
        _backend = OpenBackend();
    }

    /// <summary>For each partition the offset up to which the image has taken the topic in.</summary>
    public IReadOnlyList<long> Offsets => _place.Offsets;

    /// <summary>The hashes of its rows.</summary>
    public RowIndex Index => _index!;

    private string IndexPath => $"{_directory}.index";

    /// <param name="log">The log.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="directory">Where the image is; its index is a file beside it.</param>
    /// <param name="backends">Opens its rows.</param>
    /// <param name="notice">Told where the image is built anew.</param>
    /// <param name="report">Told how far it is.</param>
    /// <exception cref="KappaException">
    /// KAP3003 (exit 5): another process works on it. KAP7160 (exit 5): the disk takes no more.
    /// </exception>
    public static TopicImage Open(
        ILog log, TopicDescription topic, string directory, IStateBackends backends, Action<string> notice,
        StepReport report)
    {
        var image = new TopicImage(log, topic, directory, backends, notice, report);
        try
        {
            if (image._backend.Position is { } position && !image._place.TryTake(position))
            {
                image.Rebuild("it does not fit the topic");
            }

            image._index ??= RowIndex.Open(image.IndexPath, image._backend.Position) ?? image.MakeIndex();
            return image;
        }
        catch
        {
            image.Dispose();
            throw;
        }
    }

    /// <summary>Takes in what the topic has got since.</summary>
    /// <param name="phase">What it is for.</param>
    /// <param name="cancellationToken">Ends it; what was taken in until then stays.</param>
    public void Follow(SnapshotPhase phase, CancellationToken cancellationToken)
    {
        IReadOnlyList<PartitionOffsets> offsets = _log.Offsets(_topic.ListPartitions());
        long left = offsets.Select((end, partition) => Math.Max(0, end.LastStable - Offsets[partition])).Sum();
        if (left > 0)
        {
            _report.Begin(phase, left);
        }

        for (int partition = 0; partition < offsets.Count; partition++)
        {
            long end = offsets[partition].LastStable;
            if (end > Offsets[partition])
            {
                Read(partition, end, cancellationToken);
            }
        }

        if (left > 0)
        {
            _report.End();
        }
    }

    /// <summary>Begins anew; <see cref="Follow"/> then reads all of the topic.</summary>
    public void Rebuild(string reason)
    {
        Clear(reason);
        _index?.Dispose();
        _index = RowIndex.Create(IndexPath);
    }

    /// <summary>
    /// Reads all rows from the topic again, up to where the image stands. The index stays, and what of a dump was
    /// compared with it.
    /// </summary>
    public void RebuildRows(string reason, CancellationToken cancellationToken)
    {
        IReadOnlyList<long> ends = Offsets;
        RowIndex? kept = _index;
        Clear(reason);
        _index = null;
        _report.Begin(SnapshotPhase.CatchingUp, ends.Sum());
        try
        {
            for (int partition = 0; partition < ends.Count; partition++)
            {
                Read(partition, ends[partition], cancellationToken);
            }
        }
        finally
        {
            _index = kept;
        }

        _index!.Seal(_backend.Position);
    }

    /// <summary>Begins to compare a dump with the index.</summary>
    /// <param name="spool">Gets what has come as it was, where somebody else changes it meanwhile.</param>
    public void BeginDump(RowSpool spool)
    {
        _spool = spool;
        Index.BeginDump();
    }

    /// <summary>Ends it.</summary>
    public void EndDump()
    {
        _spool = null;
        Index.EndDump();
    }

    /// <summary>Puts the rows into order on disk, where much of them is new.</summary>
    /// <remarks>
    /// RocksDB does it beside the work, and begins anew at each start what did not get done: a process that lives for a
    /// dump would pay for it at every one.
    /// </remarks>
    public void Settle()
    {
        if (_taken > Index.Count / NewShare)
        {
            _report.Begin(SnapshotPhase.Settling, 0);
            _backend.Compact();
            _taken = 0;
        }
    }

    public IStateSnapshot OpenSnapshot() => _backend.OpenSnapshot();

    public void Dispose()
    {
        _index?.Dispose();
        _backend.Dispose();
    }

    private void Clear(string reason)
    {
        _notice($"The image of {_topic.Name} in {_directory} is built anew from the topic: {reason}.");
        _backend.Dispose();
        Directory.Delete(_directory, recursive: true);
        _backend = OpenBackend();
        _place = new ImagePlace(_log, _topic);
    }

    private RowIndex MakeIndex()
    {
        if (File.Exists(IndexPath) && _backend.Position is not null)
        {
            _notice($"The index of {_topic.Name} in {IndexPath} is made anew from the image: it does not fit it.");
        }

        var index = RowIndex.Create(IndexPath);
        using IStateSnapshot rows = _backend.OpenSnapshot();
        using IRowCursor cursor = rows.Scan(0, []);
        while (cursor.MoveNext())
        {
            index.Put(RowHash.OfKey(cursor.Key), _hash.Of(cursor.Key, cursor.Value), cursor.Key);
        }

        index.Seal(_backend.Position);
        return index;
    }

    private IDiskBackend OpenBackend()
    {
        try
        {
            return _backends.Open(_directory, Stores);
        }
        catch (KappaException error) when (error.ExitCode is ExitCodes.DiskFailure or ExitCodes.Mismatch)
        {
            _notice($"The image of {_topic.Name} in {_directory} is built anew from the topic: {error.Message}");
            Directory.Delete(_directory, recursive: true);
            return _backends.Open(_directory, Stores);
        }
    }

    private void Read(int partition, long end, CancellationToken cancellationToken)
    {
        using var cursor = new RecordCursor(
            _log.OpenReader(new TopicPartition(_topic.Name, partition), Offsets[partition]));
        StateBatch batch = _backend.BeginBatch();
        ImageRecord? last = _place.LastOf(partition);
        long rows = 0;
        while (cursor.MoveNext(end))
        {
            Add(batch, cursor);
            _report.Advance();
            if (++rows % BatchRows == 0)
            {
                last = ImageRecord.Of(cursor);
                Write(batch, partition, cursor.Offset + 1, last);
                batch = _backend.BeginBatch();
                cancellationToken.ThrowIfCancellationRequested();
            }
        }

        _taken += rows;

        // Behind the last record the cursor stands on it still.
        Write(batch, partition, end, rows % BatchRows == 0 ? last : ImageRecord.Of(cursor));
    }

    private void Add(StateBatch batch, RecordCursor cursor)
    {
        if (!cursor.HasKey)
        {
            return; // A table has no row without a key; somebody else wrote it.
        }

        UInt128 key = RowHash.OfKey(cursor.Key);
        if (_spool is not null && _index is not null && _index.TryFind(key, out _, out long place) && place >= 0)
        {
            Unmatch(cursor.Key, key, place);
        }

        if (!cursor.HasValue)
        {
            batch.Delete(0, cursor.Key);
            _index?.Remove(key, cursor.Key);
            return;
        }

        ReadOnlySpan<byte> value = Canonical(cursor);
        batch.Put(0, cursor.Key, value, cursor.TimestampMs);
        _index?.Put(key, _hash.Of(cursor.Key, value), cursor.Key);
    }

    /// <summary>
    /// The dump has a row as the table had it until now: from here on it is one that differs. The image still has it,
    /// since no record before this one has changed it.
    /// </summary>
    private void Unmatch(ReadOnlySpan<byte> key, UInt128 hash, long place)
    {
        if (!_backend.Store(0).TryGet(key, _value, out _))
        {
            throw SnapshotErrors.ImageWrong(_topic.Name);
        }

        _spool!.Add(key, _value.WrittenSpan, place);
        _index!.Unmatch(hash);
    }

    /// <summary>What a snapshot wrote is canonical; what others wrote becomes so, where it is a row at all.</summary>
    private ReadOnlySpan<byte> Canonical(RecordCursor cursor) =>
        SnapshotHeaders.IsFromSnapshot(cursor.Headers) || _row.Read(cursor.Value) is not null
            ? cursor.Value : _row.Value;

    private void Write(StateBatch batch, int partition, long offset, ImageRecord? last)
    {
        _backend.Write(batch, _place.MoveTo(partition, offset, last));
        _index?.Seal(_backend.Position);
    }
}
