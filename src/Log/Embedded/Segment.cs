using System.Buffers;

namespace Kappa.Logs;

/// <summary>One segment file of a partition.</summary>
/// <remarks>
/// The commit leader plans and writes; readers read below <see cref="CommittedBytes"/>, which moves only after the
/// commit is decided.
/// </remarks>
internal sealed class Segment(LogContext context, string directory, long baseOffset) : IDisposable
{
    private readonly Lock _lock = new();
    private IFile? _file;
    private OffsetIndex? _index;
    private long _committedBytes;
    private TimeIndex? _times;
    private long _savedBytes; // Bytes that the index file covers.
    private long _savedTimes;
    private bool _disposed;
    private long _timedBytes; // Bytes whose timestamps are known; the cleaner's.
    private long _timedOffset;
    private long _maxTimestamp = long.MinValue;

    public long BaseOffset => baseOffset;

    public string Directory => directory;

    public string Path { get; } = System.IO.Path.Combine(directory, Name(baseOffset) + ".log");

    public string IndexPath { get; } = System.IO.Path.Combine(directory, Name(baseOffset) + ".index");

    public string TimeIndexPath { get; } = System.IO.Path.Combine(directory, Name(baseOffset) + ".timeindex");

    /// <summary>Bytes that commits have taken up, written or about to be; the leader's.</summary>
    public long PlannedBytes { get; set; }

    /// <summary>When it got its first batch, by the log's clock; null as long as it has none. The leader's.</summary>
    public long? BegunMs { get; set; }

    /// <summary>Whether bytes were written since the last sync; the leader's.</summary>
    public bool IsDirty { get; private set; }

    /// <summary>Bytes that readers may read.</summary>
    public long CommittedBytes
    {
        get => Volatile.Read(ref _committedBytes);
        set => Volatile.Write(ref _committedBytes, value);
    }

    /// <summary>Whether it was compacted, so that its batches may lack records; an open one never is.</summary>
    public bool MayHaveGaps { get; set; }

    public static string Name(long baseOffset) => baseOffset.ToString("D20");

    /// <summary>Opens the file; it is created where it is missing.</summary>
    public IFile File
    {
        get
        {
            if (Volatile.Read(ref _file) is { } file)
            {
                return file;
            }

            lock (_lock)
            {
                ObjectDisposedException.ThrowIf(_disposed, this);
                return _file ??= context.Files.Open(Path);
            }
        }
    }

    public OffsetIndex Index
    {
        get
        {
            lock (_lock)
            {
                // A path may lead to another file by now: that of a topic that was created again.
                ObjectDisposedException.ThrowIf(_disposed && _index is null, this);
                return _index ??= LoadIndex();
            }
        }
    }

    public TimeIndex Times
    {
        get
        {
            lock (_lock)
            {
                ObjectDisposedException.ThrowIf(_disposed, this);
                return _times ??= LoadTimes();
            }
        }
    }

    public void Write(ReadOnlySpan<byte> bytes, long position)
    {
        IsDirty = true;
        File.Write(bytes, position);
    }

    /// <summary>Writes bytes over themselves, so that the next sync has them to write.</summary>
    public void WriteAgain(long position, int bytes)
    {
        byte[] chunk = ArrayPool<byte>.Shared.Rent(Math.Min(bytes, 256 << 10));
        for (int done = 0; done < bytes; done += chunk.Length)
        {
            Span<byte> part = chunk.AsSpan(0, Math.Min(chunk.Length, bytes - done));
            Write(part[..File.Read(part, position + done)], position + done);
        }

        ArrayPool<byte>.Shared.Return(chunk);
    }

    public void Sync()
    {
        if (IsDirty)
        {
            File.Sync();
            IsDirty = false;
        }
    }

    /// <summary>Syncs beside the leader, who may write meanwhile: the segment stays dirty for the leader.</summary>
    public void SyncBeside()
    {
        if (IsDirty)
        {
            File.Sync();
        }
    }

    /// <summary>Whether all records are older than a time; reads as far as it has to. The cleaner's.</summary>
    public bool IsOlderThan(long timestampMs)
    {
        if (_maxTimestamp >= timestampMs)
        {
            return false;
        }

        using BatchWalk walk = new(this, _timedBytes, Math.Max(baseOffset, _timedOffset));
        while (_maxTimestamp < timestampMs && walk.MoveNext())
        {
            bool hasRecords = BatchHeader.Count(walk.Batch) > 0 && !BatchHeader.IsControl(walk.Batch);
            _maxTimestamp = Math.Max(
                _maxTimestamp, hasRecords ? BatchHeader.MaxTimestamp(walk.Batch) : long.MinValue);
            (_timedBytes, _timedOffset) = (walk.Position + walk.Batch.Length, walk.NextOffset);
        }

        return _maxTimestamp < timestampMs;
    }

    /// <summary>Cuts what was never committed; the next sync makes the length durable.</summary>
    /// <param name="length">Bytes that stay.</param>
    /// <param name="isSynced">
    /// Whether a length that is right is on stable storage; else a process that was killed may have cut it in memory.
    /// </param>
    public void Truncate(long length, bool isSynced)
    {
        IsDirty |= !isSynced;
        if (File.Length > length)
        {
            IsDirty = true;
            File.SetLength(length);
        }
    }

    /// <summary>Takes back what a commit has planned and written that was refused, durably; the leader's.</summary>
    /// <remarks>
    /// Durably, since of a segment that is closed later all its bytes count as committed.
    /// </remarks>
    public void TakeBack(long position)
    {
        PlannedBytes = position;
        BegunMs = position == 0 ? null : BegunMs;
        lock (_lock)
        {
            (_index, _times) = (null, null); // They are read again, or built, up to the committed end.
        }

        Truncate(position, isSynced: true);
        Sync();
    }

    /// <summary>Writes the indexes beside the segment; nothing depends on them, so they are not synced.</summary>
    public void SaveIndexes()
    {
        lock (_lock)
        {
            if (_index is { } index && index.Covered > Math.Max(_savedBytes, context.Options.IndexIntervalBytes))
            {
                _savedBytes = index.Covered;
                Save(IndexPath, index.ToBytes(baseOffset));
            }

            if (_times is { } times && times.Covered > Math.Max(_savedTimes, context.Options.IndexIntervalBytes))
            {
                _savedTimes = times.Covered;
                Save(TimeIndexPath, times.ToBytes(baseOffset));
            }
        }
    }

    /// <summary>Deletes the indexes, before their segment goes or another takes its name.</summary>
    public void DeleteIndexes()
    {
        context.Files.DeleteFile(IndexPath);
        context.Files.DeleteFile(TimeIndexPath);
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            _file?.Dispose();
        }
    }

    private OffsetIndex LoadIndex()
    {
        byte[]? bytes = CommittedBytes > 0 ? context.TryReadAll(IndexPath) : null;
        OffsetIndex index = bytes is null ? new OffsetIndex() : OffsetIndex.FromBytes(bytes, baseOffset);
        bool isDamaged = bytes is not null && (index.Covered == 0 || !SegmentScan.Fits(this, index));
        if (isDamaged)
        {
            index = new OffsetIndex();
        }

        index.Truncate(CommittedBytes);
        _savedBytes = index.Covered;
        SegmentScan.Complete(this, index, context.Options.IndexIntervalBytes);
        if (isDamaged)
        {
            Replace(IndexPath, index.ToBytes(baseOffset));
        }

        return index;
    }

    private TimeIndex LoadTimes()
    {
        byte[]? bytes = CommittedBytes > 0 ? context.TryReadAll(TimeIndexPath) : null;
        TimeIndex times = TimeIndex.FromBytes(bytes, baseOffset);
        bool isDamaged = bytes is not null && (times.Covered == 0 || !times.Fits(this));
        if (isDamaged)
        {
            times = TimeIndex.FromBytes(null, baseOffset);
        }

        _savedTimes = times.Covered;
        SegmentScan.Complete(this, times, context.Options.IndexIntervalBytes);
        if (isDamaged)
        {
            Replace(TimeIndexPath, times.ToBytes(baseOffset));
        }

        return times;
    }

    /// <summary>Puts a sound index in a damaged one's place: without a commit there is no other occasion.</summary>
    private void Replace(string path, ReadOnlySpan<byte> bytes)
    {
        context.Options.Notice?.Invoke(
            $"The index {path} is damaged or does not fit its segment. It is built again from the segment, which has " +
            "all that it says; nothing is lost.");
        try
        {
            Save(path, bytes);
        }
        catch (KappaException)
        {
            // Reading goes on without the file; the next start finds it damaged and says so again.
        }
    }

    private void Save(string path, ReadOnlySpan<byte> bytes)
    {
        try
        {
            using IFile file = context.Files.Open(path);
            file.SetLength(0);
            file.Write(bytes, 0);
        }
        catch (NoRoomException)
        {
            context.Files.DeleteFile(path); // It is built again where it is missing.
        }
    }
}
