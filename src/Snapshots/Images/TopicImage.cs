using System.Text.Json;
using Kappa.Logs;
using Kappa.StateStores;

namespace Kappa.Snapshots;

/// <summary>The table that a topic's change log says, in RocksDB: the last value of each key, canonical.</summary>
/// <remarks>
/// One thread. The topic is the truth: an image that is not there, is damaged, stands in another topic of this name or
/// beyond its end is built anew from the topic, and one that is older goes on from where it stands.
/// </remarks>
internal sealed class TopicImage : IDisposable
{
    private const int BatchRows = 50_000;
    private static readonly string[] Stores = ["rows"];

    private readonly ILog _log;
    private readonly TopicDescription _topic;
    private readonly string _directory;
    private readonly IStateBackends _backends;
    private readonly Action<string> _notice;
    private readonly CanonicalRow _row = new();
    private IDiskBackend _backend;
    private long[] _offsets;
    private ImageRecord?[] _last;

    private TopicImage(
        ILog log, TopicDescription topic, string directory, IStateBackends backends, Action<string> notice)
    {
        (_log, _topic, _directory, _backends, _notice) = (log, topic, directory, backends, notice);
        _offsets = new long[topic.Partitions];
        _last = new ImageRecord?[topic.Partitions];
        _backend = OpenBackend();
    }

    /// <summary>For each partition the offset up to which the image has taken the topic in.</summary>
    public IReadOnlyList<long> Offsets => _offsets;

    /// <param name="log">The log.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="directory">Where the image is.</param>
    /// <param name="backends">Opens its rows.</param>
    /// <param name="notice">Told where the image is built anew.</param>
    /// <exception cref="KappaException">KAP3003 (exit 5): another process works on it.</exception>
    public static TopicImage Open(
        ILog log, TopicDescription topic, string directory, IStateBackends backends, Action<string> notice)
    {
        var image = new TopicImage(log, topic, directory, backends, notice);
        try
        {
            if (!image.TakePosition())
            {
                image.Rebuild("it does not fit the topic");
            }

            return image;
        }
        catch
        {
            image.Dispose();
            throw;
        }
    }

    /// <summary>Takes in what the topic has got since.</summary>
    /// <param name="cancellationToken">Ends it; what was taken in until then stays.</param>
    public void Follow(CancellationToken cancellationToken)
    {
        IReadOnlyList<PartitionOffsets> offsets = _log.Offsets(_topic.ListPartitions());
        for (int partition = 0; partition < _offsets.Length; partition++)
        {
            long end = offsets[partition].LastStable;
            if (end > _offsets[partition])
            {
                Read(partition, end, cancellationToken);
            }
        }
    }

    /// <summary>Begins anew; <see cref="Follow"/> then reads all of the topic.</summary>
    public void Rebuild(string reason)
    {
        _notice($"The image of {_topic.Name} in {_directory} is built anew from the topic: {reason}.");
        _backend.Dispose();
        Directory.Delete(_directory, recursive: true);
        _backend = OpenBackend();
        _offsets = new long[_topic.Partitions];
        _last = new ImageRecord?[_topic.Partitions];
    }

    public IStateSnapshot OpenSnapshot() => _backend.OpenSnapshot();

    public void Dispose() => _backend.Dispose();

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
            _log.OpenReader(new TopicPartition(_topic.Name, partition), _offsets[partition]));
        StateBatch batch = _backend.BeginBatch();
        ImageRecord? last = _last[partition];
        long rows = 0;
        while (cursor.MoveNext(end))
        {
            Add(batch, cursor);
            if (++rows % BatchRows == 0)
            {
                last = ImageRecord.Of(cursor);
                Write(batch, partition, cursor.Offset + 1, last);
                batch = _backend.BeginBatch();
                cancellationToken.ThrowIfCancellationRequested();
            }
        }

        // Behind the last record the cursor stands on it still.
        Write(batch, partition, end, rows % BatchRows == 0 ? last : ImageRecord.Of(cursor));
    }

    private void Add(StateBatch batch, RecordCursor cursor)
    {
        if (!cursor.HasKey)
        {
            return; // A table has no row without a key; somebody else wrote it.
        }

        if (!cursor.HasValue)
        {
            batch.Delete(0, cursor.Key);
        }
        else
        {
            batch.Put(0, cursor.Key, Canonical(cursor), cursor.TimestampMs);
        }
    }

    /// <summary>What a snapshot wrote is canonical; what others wrote becomes so, where it is a row at all.</summary>
    private ReadOnlySpan<byte> Canonical(RecordCursor cursor) =>
        SnapshotHeaders.IsFromSnapshot(cursor.Headers) || _row.Read(cursor.Value) is not null
            ? cursor.Value : _row.Value;

    private void Write(StateBatch batch, int partition, long offset, ImageRecord? last)
    {
        (_offsets[partition], _last[partition]) = (offset, last);
        var position = new ImagePosition(ImagePosition.CurrentFormat, _log.Generation, _offsets, _last);
        _backend.Write(batch, JsonSerializer.SerializeToUtf8Bytes(position, SnapshotJson.Default.ImagePosition));
    }

    /// <summary>Goes on from what the image says.</summary>
    /// <returns>False where it is of no use.</returns>
    private bool TakePosition()
    {
        if (_backend.Position is not { } bytes)
        {
            return true;
        }

        ImagePosition position = JsonSerializer.Deserialize(bytes, SnapshotJson.Default.ImagePosition)!;
        bool isUsable = position.Format == ImagePosition.CurrentFormat && position.Generation == _log.Generation
            && position.Offsets.Length == _topic.Partitions;
        for (int partition = 0; isUsable && partition < _topic.Partitions; partition++)
        {
            isUsable = IsThere(partition, position.Offsets[partition], position.Last[partition]);
        }

        if (isUsable)
        {
            (_offsets, _last) = (position.Offsets, position.Last);
        }

        return isUsable;
    }

    private bool IsThere(int partition, long offset, ImageRecord? last)
    {
        var at = new TopicPartition(_topic.Name, partition);
        if (_log.Offsets(at).LastStable < offset)
        {
            return false;
        }

        if (last is null)
        {
            return true;
        }

        using var cursor = new RecordCursor(_log.OpenReader(at, last.Offset));
        return cursor.MoveNext(last.Offset + 1) && ImageRecord.Of(cursor) == last;
    }
}
