using System.Buffers;
using Kappa.Engine;
using Kappa.Logs;
using Kappa.StateStores;

namespace Kappa.Replay;

/// <summary>The last record of each key of a partition of an output, in key order, followed from its topics.</summary>
/// <remarks>
/// One thread at a time. What the state has not flushed comes again from the topics; an image of another generation of
/// the log is built anew, and so is one of a topic whose tombstones may be gone before they were read (protocols.md
/// 17).
/// </remarks>
internal sealed class PartitionImage : IDisposable
{
    private const int BatchRows = 50_000;
    private static readonly string[] Stores = ["rows"];

    private readonly ILog _log;
    private readonly int _partition;
    private readonly string? _directory;
    private readonly EngineSettings _settings;
    private readonly ArrayBufferWriter<byte> _value = new(256);
    private IStateBackend _backend;
    private KeptDigest? _digest; // From the first time that somebody asks for it.
    private IReadOnlyList<ImageLeg> _legs;
    private int _leg;
    private long _offset;
    private DateTimeOffset _followedAt;

    private PartitionImage(
        ILog log, int partition, IReadOnlyList<ImageLeg> legs, string? directory, EngineSettings settings)
    {
        (_log, _partition, _legs, _directory, _settings) = (log, partition, legs, directory, settings);
        _offset = legs[0].From[partition];
        _followedAt = settings.Seams.Time.GetUtcNow();
        _backend = OpenBackend();
    }

    /// <summary>Who is told of what changes.</summary>
    public List<IImageListener> Listeners { get; } = [];

    /// <param name="log">The log.</param>
    /// <param name="partition">Number of the partition.</param>
    /// <param name="legs">What the image is made of.</param>
    /// <param name="directory">Where the rows are; null for memory.</param>
    /// <param name="settings">Memory and files.</param>
    public static PartitionImage Open(
        ILog log, int partition, IReadOnlyList<ImageLeg> legs, string? directory, EngineSettings settings)
    {
        var image = new PartitionImage(log, partition, legs, directory, settings);
        if (!image.TakePosition())
        {
            image.BeginAnew();
        }

        return image;
    }

    /// <summary>Takes in what the last leg's topic has up to an offset, and all of the legs before it.</summary>
    /// <exception cref="KappaException">
    /// KAP4027 (exit 78): the rows of a leg had to be read again, and compaction has taken some of them.
    /// </exception>
    public void Follow(long end)
    {
        if (MayMissTombstones(end))
        {
            BeginAnew();
        }

        for (; _leg < _legs.Count - 1; _leg++, _offset = _legs[_leg].From[_partition])
        {
            Read(_legs[_leg].Until![_partition]);
            RequireWhole(_legs[_leg]);
        }

        _followedAt = _settings.Seams.Time.GetUtcNow();
        Read(end);
    }

    /// <summary>The image goes on with another topic from where it stands.</summary>
    public void ContinueWith(IReadOnlyList<ImageLeg> legs)
    {
        _legs = legs;
        _leg = legs.Count - 1;
        _offset = legs[_leg].From[_partition];
        Write(_backend.BeginBatch());
    }

    /// <summary>Digest of the rows; see <see cref="ImageLeg.Digests"/>.</summary>
    public long Digest()
    {
        if (_digest is null)
        {
            _digest = new KeptDigest(_backend.Store(0));
            using IStateSnapshot snapshot = _backend.OpenSnapshot();
            _digest.Begin(snapshot);
        }

        return _digest.Value;
    }

    /// <summary>Reads the coded row of a key (<see cref="ImageRowCodec"/>).</summary>
    public bool TryGet(ReadOnlySpan<byte> key, ArrayBufferWriter<byte> value) =>
        _backend.Store(0).TryGet(key, value, out _);

    public IStateSnapshot OpenSnapshot() => _backend.OpenSnapshot();

    /// <summary>Writes a durable copy into a directory that does not exist.</summary>
    public void SaveTo(string directory) => ((IDiskBackend)_backend).Checkpoint(directory);

    public void Dispose() => _backend.Dispose();

    private IStateBackend OpenBackend()
    {
        if (_directory is null)
        {
            return new MemoryBackend(Stores);
        }

        _settings.Seams.Files.CreateDirectory(_directory);
        return _settings.State!.Backends.Open(_directory, Stores);
    }

    private void BeginAnew()
    {
        _backend.Dispose();
        _digest = null;
        Listeners.ForEach(listener => listener.BegunAnew());
        if (_directory is not null)
        {
            _settings.Seams.Files.DeleteDirectory(_directory);
        }

        _backend = OpenBackend();
        _leg = 0;
        _offset = _legs[0].From[_partition];
        if (_legs.Count == 1 || _legs[0].Digests is not null)
        {
            // What lies before is gone: what is left of the topic says all, or the digest says that it does not.
            _offset = Math.Max(_offset, _log.Offsets(new TopicPartition(_legs[0].Topic, _partition)).Earliest);
        }
    }

    /// <summary>
    /// Whether a key may have been deleted, and its tombstone too, while nobody followed. Of several legs the last one
    /// is the topic of an image, whose tombstones stay.
    /// </summary>
    private bool MayMissTombstones(long end) => _legs.Count == 1 && _offset < end
        && _offset > _legs[0].From[_partition]
        && _log.Find(_legs[0].Topic) is { Cleanup: CleanupPolicy.Compact } topic
        && topic.MayLackTombstones(_followedAt, _settings.Seams.Time.GetUtcNow());

    /// <summary>
    /// Whoever was live has its first leg from the topic, which others have written since: compaction leaves theirs.
    /// </summary>
    private void RequireWhole(ImageLeg leg)
    {
        if (leg.Digests is { } digests && digests[_partition] != Digest())
        {
            throw ReplayErrors.ImageLost(new TopicPartition(leg.Topic, _partition));
        }
    }

    private void Read(long end)
    {
        if (_offset >= end)
        {
            return;
        }

        var from = new TopicPartition(_legs[_leg].Topic, _partition);
        using var cursor = new RecordCursor(_log.OpenReader(from, _offset));
        StateBatch batch = _backend.BeginBatch();
        int rows = 0;
        while (cursor.MoveNext(end))
        {
            if (Add(batch, cursor) && ++rows % BatchRows == 0)
            {
                _offset = cursor.Offset + 1;
                Write(batch);
                batch = _backend.BeginBatch();
            }
        }

        _offset = end;
        Write(batch);
    }

    private bool Add(StateBatch batch, RecordCursor cursor)
    {
        if (!cursor.HasKey)
        {
            return false; // A table has no row without a key; somebody else wrote it.
        }

        if (cursor.HasValue)
        {
            ReadOnlySpan<byte> row = ImageRowCodec.Encode(_value, cursor.Headers, cursor.Value);
            batch.Put(0, cursor.Key, row, cursor.TimestampMs);
            _digest?.Put(cursor.Key, row);
        }
        else
        {
            batch.Delete(0, cursor.Key);
            _digest?.Delete(cursor.Key);
        }

        foreach (IImageListener listener in Listeners)
        {
            listener.RowChanged(cursor.Key);
        }

        return true;
    }

    private void Write(StateBatch batch)
    {
        var position = new FollowedPosition(_log.Generation, _leg, _offset, _followedAt.ToUnixTimeMilliseconds());
        _backend.Write(batch, position.Encode());
        _digest?.Written();
    }

    /// <summary>Goes on from what the state says.</summary>
    /// <returns>False where it is of no use.</returns>
    private bool TakePosition()
    {
        if (_backend.Position is not { } bytes)
        {
            return true;
        }

        if (FollowedPosition.Read(bytes) is not { } position || position.Generation != _log.Generation
            || position.Leg >= _legs.Count)
        {
            return false;
        }

        (_leg, _offset) = (position.Leg, position.Offset);
        _followedAt = DateTimeOffset.FromUnixTimeMilliseconds(position.FollowedMs);
        long end = _legs[_leg].Until?[_partition]
            ?? _log.Offsets(new TopicPartition(_legs[_leg].Topic, _partition)).LastStable;
        return _offset >= _legs[_leg].From[_partition] && _offset <= end;
    }
}
