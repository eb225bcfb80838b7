namespace Kappa.Logs;

/// <summary>One partition: its segments and the offsets that bound it.</summary>
/// <remarks>The commit leader plans; readers see <see cref="Segments"/> and <see cref="LastStable"/>.</remarks>
internal sealed class PartitionLog(LogContext context, TopicPartition partition, byte[] topicBytes) : IDisposable
{
    private readonly string _directory = context.PartitionDirectory(partition);
    private Segment[] _segments = [];
    private long _earliest;
    private long _lastStable;
    private long _synced;
    private bool _directoryMade;
    private bool _isDeleted;

    public TopicPartition Partition => partition;

    public string Directory => _directory;

    /// <summary>How batches are compressed that are written from now on.</summary>
    public CompressionType Compression { get; init; }

    /// <summary>Held while segments are compacted; who deletes the directory waits for it.</summary>
    public Lock CompactionLock { get; } = new();

    /// <summary>What compaction has done so far; changed with <see cref="CompactionLock"/>.</summary>
    public CompactionState Compaction { get; set; } = new();

    /// <summary>The topic's name in UTF-8, for the journal.</summary>
    public byte[] TopicBytes => topicBytes;

    public Segment[] Segments => Volatile.Read(ref _segments);

    /// <summary>First offset that readers may read; it may lie inside a segment, and inside a batch.</summary>
    public long Earliest => Volatile.Read(ref _earliest);

    /// <summary>First offset that the next checkpoint will keep; the leader's.</summary>
    public long PlannedEarliest { get; set; }

    /// <summary>Next offset that a commit will take; the leader's.</summary>
    public long PlannedOffset { get; set; }

    public long LastStable
    {
        get => Volatile.Read(ref _lastStable);
        set => Volatile.Write(ref _lastStable, value);
    }

    public long Synced
    {
        get => Volatile.Read(ref _synced);
        set => Volatile.Write(ref _synced, value);
    }

    public bool IsEntryDirty { get; private set; }

    /// <summary>Whether the topic was deleted: nothing is read or written any more.</summary>
    /// <remarks>A topic that is created again has partitions of its own; this one stays deleted.</remarks>
    public bool IsDeleted => Volatile.Read(ref _isDeleted);

    /// <summary>The nearest name when the topic was deleted, worded as the end of a message.</summary>
    public string DeletionHint { get; private set; } = "";

    /// <summary>When the last segment got its first batch; null where it has none.</summary>
    public long? BegunMs => _segments.Length == 0 ? null : _segments[^1].BegunMs;

    /// <summary>Whether the last segment got its first batch so long ago that it is to be closed.</summary>
    public bool IsLastSegmentOld => context.Options.SegmentTime is { } time && BegunMs is { } begun &&
        Now() - begun >= time.TotalMilliseconds;

    /// <summary>Finds the segment for the next batch, beginning a new one where the last is full or old.</summary>
    public Segment SegmentFor(int bytes)
    {
        Segment[] segments = _segments;
        bool fits = segments.Length > 0 && (segments[^1].PlannedBytes == 0 ||
            (segments[^1].PlannedBytes + bytes <= context.Options.SegmentBytes && !IsLastSegmentOld));
        Segment segment = fits ? segments[^1] : AddSegment(PlannedOffset);
        segment.BegunMs ??= Now();
        return segment;
    }

    public Segment AddSegment(long baseOffset)
    {
        if (!_directoryMade)
        {
            context.Files.CreateDirectory(_directory);
            _directoryMade = true;
        }

        // The file is created now: its commit may write it later than another one of the group syncs the directory.
        Segment segment = new(context, _directory, baseOffset);
        _ = segment.File;
        IsEntryDirty = true;
        Volatile.Write(ref _segments, [.. _segments, segment]);
        return segment;
    }

    /// <summary>Ends the last segment though it is not full, and begins an empty one; the leader's.</summary>
    public void Roll()
    {
        if (_segments.Length > 0 && _segments[^1].PlannedBytes > 0)
        {
            AddSegment(PlannedOffset);
        }
    }

    /// <summary>Takes back an extent of a commit that was refused, the last one first; the leader's.</summary>
    public void TakeBack(in Extent extent)
    {
        PlannedOffset = extent.FirstOffset;
        extent.Segment.TakeBack(extent.Position);
        while (_segments.Length > 1 && _segments[^1].BaseOffset > PlannedOffset)
        {
            // The commit has begun it. Readers have had nothing of it, and the next one may begin at another offset.
            Segment last = _segments[^1];
            Volatile.Write(ref _segments, _segments[..^1]);
            last.Dispose();
            context.Files.DeleteFile(last.Path);
            context.Files.SyncDirectory(_directory);
        }
    }

    /// <summary>Shows readers the earliest offset that a checkpoint has decided; the leader's.</summary>
    /// <returns>The segments that lie below it whole; they are closed, their files are to be deleted.</returns>
    public Segment[] PublishEarliest()
    {
        Volatile.Write(ref _earliest, PlannedEarliest); // First: who finds a file closed looks here for the reason.
        int removed = 0;
        while (removed + 1 < _segments.Length && _segments[removed + 1].BaseOffset <= PlannedEarliest)
        {
            removed++;
        }

        Segment[] segments = _segments;
        Volatile.Write(ref _segments, segments[removed..]);
        Array.ForEach(segments[..removed], segment => segment.Dispose());
        return segments[..removed];
    }

    /// <summary>Puts a segment in the place of neighbours that it replaces; the leader's.</summary>
    /// <returns>False where one of them is no longer there: its records were deleted.</returns>
    public bool TryReplace(ReadOnlySpan<Segment> replaced, Segment replacement, Action beforeReaders)
    {
        int first = Array.IndexOf(_segments, replaced[0]);
        if (IsDeleted || first < 0)
        {
            return false;
        }

        beforeReaders();
        Segment[] segments = _segments;
        Volatile.Write(ref _segments, [.. segments[..first], replacement, .. segments[(first + replaced.Length)..]]);
        foreach (Segment segment in replaced)
        {
            if (segment != replacement)
            {
                segment.Dispose(); // Last: a reader that finds it closed looks for its place again.
            }
        }

        return true;
    }

    /// <summary>Takes over the segments that recovery found.</summary>
    public void Restore(Segment[] segments, long earliest, long next)
    {
        _directoryMade = segments.Length > 0;
        Volatile.Write(ref _segments, segments);
        _earliest = earliest;
        PlannedEarliest = earliest;
        PlannedOffset = next;
        LastStable = next;
        Synced = next;
    }

    /// <summary>Makes all that was written durable, entries of new files too.</summary>
    public void Sync()
    {
        foreach (Segment segment in _segments)
        {
            segment.Sync();
        }

        if (IsEntryDirty)
        {
            context.Files.SyncDirectory(_directory);
            IsEntryDirty = false;
        }
    }

    /// <summary>
    /// Syncs what the leader has written, beside the leader; all stays dirty for the next checkpoint.
    /// </summary>
    public void SyncBeside()
    {
        foreach (Segment segment in Segments)
        {
            segment.SyncBeside();
        }

        if (IsEntryDirty)
        {
            context.Files.SyncDirectory(_directory);
        }
    }

    /// <summary>Closes the files for good, before they are deleted; the leader's.</summary>
    public void Delete(string hint)
    {
        DeletionHint = hint;
        Volatile.Write(ref _isDeleted, true); // First: who finds a file closed looks here for the reason.
        Dispose();
    }

    /// <summary>Writes the indexes of segments that have grown.</summary>
    public void SaveIndexes()
    {
        foreach (Segment segment in _segments)
        {
            segment.SaveIndexes();
        }
    }

    /// <summary>Finds the segment that holds an offset, or will; null where there is none at all.</summary>
    public Segment? FindSegment(long offset)
    {
        Segment[] segments = Segments;
        int low = 0;
        int high = segments.Length - 1;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            (low, high) = segments[middle].BaseOffset <= offset ? (middle, high) : (low, middle - 1);
        }

        return segments.Length == 0 ? null : segments[low];
    }

    public PartitionOffsets Offsets()
    {
        long bytes = 0;
        foreach (Segment segment in Segments)
        {
            bytes += segment.CommittedBytes;
        }

        return new PartitionOffsets(Earliest, LastStable, Synced, bytes) { TombstonesFrom = Compaction.DroppedTo };
    }

    public void Dispose()
    {
        foreach (Segment segment in _segments)
        {
            segment.Dispose();
        }
    }

    private long Now() => context.Time.GetUtcNow().ToUnixTimeMilliseconds();
}
