namespace Kappa.Logs;

/// <summary>Compacts partitions: of the records of a key the last one stays.</summary>
/// <remarks>
/// One thread. A pass reads what was written since the last one, and then goes over all closed segments.
/// </remarks>
internal sealed class Compactor(LogContext context, CommitQueue commits, CancellationToken cancellationToken)
{
    private readonly KeyOffsets _keys = new(context.Options.CompactionMemoryBytes);

    /// <summary>Compacts a partition where it is worth it.</summary>
    /// <param name="log">The partition.</param>
    /// <param name="tombstoneRetention">How long tombstones stay.</param>
    public void Compact(PartitionLog log, TimeSpan tombstoneRetention)
    {
        lock (log.CompactionLock)
        {
            if (log.IsDeleted)
            {
                return;
            }

            CompactionState state = log.Compaction;
            long droppableTo = state.DroppableTo(Now(), tombstoneRetention);
            (bool isDue, bool needsOpen) = Look(log, state.CleanedTo);
            if (isDue || state.HasTombstonesBefore(droppableTo))
            {
                long end = Close(log, isDue && needsOpen);
                do
                {
                    RunPass(log, state, end, isDue, droppableTo);
                }
                while (isDue && state.CleanedTo < end);
            }
        }
    }

    private void RunPass(PartitionLog log, CompactionState state, long end, bool isDue, long droppableTo)
    {
        _keys.Clear();
        long from = Math.Max(state.CleanedTo, log.Earliest);
        long to = isDue ? Collect(log, from, end) : from;
        if (droppableTo > state.DroppedTo)
        {
            state.Drop(droppableTo); // First: who has not seen a tombstone that is gone has to learn of it.
            Save(log, state);
        }

        using CompactionPass pass = new(context, commits, log, _keys, droppableTo, cancellationToken);
        pass.Run(ClosedSegments(log, end));
        state.Add(new CompactionPoint(to, Now(), pass.HasTombstones));
        Save(log, state);
    }

    private void Save(PartitionLog log, CompactionState state) => commits.Run(
        () => context.WriteDurably(log.Directory, CompactionState.FileName, state.ToBytes()), mayRefuse: false);

    /// <summary>Finds out whether enough was written since the last compaction.</summary>
    private (bool IsDue, bool NeedsOpen) Look(PartitionLog log, long cleanedTo)
    {
        Segment[] segments = log.Segments;
        long clean = 0;
        long dirty = 0;
        for (int i = 0; i < segments.Length - 1; i++)
        {
            bool isDirty = segments[i + 1].BaseOffset > cleanedTo;
            clean += isDirty ? 0 : segments[i].CommittedBytes;
            dirty += isDirty ? segments[i].CommittedBytes : 0;
        }

        long open = segments.Length == 0 ? 0 : segments[^1].CommittedBytes;
        bool isDueWithoutOpen = IsDue(dirty, clean + open);
        bool needsOpen = !isDueWithoutOpen || open >= context.Options.CompactionBytes;
        return (isDueWithoutOpen || IsDue(dirty + open, clean), needsOpen);
    }

    private bool IsDue(long dirty, long clean) =>
        dirty > 0 && dirty >= context.Options.CompactionBytes && dirty >= clean;

    /// <summary>Begins a journal file, so that none has commits to the segments that are closed.</summary>
    /// <remarks>Recovery writes commits that the journal holds to the places that they had.</remarks>
    /// <returns>Where the closed segments end.</returns>
    private long Close(PartitionLog log, bool withOpen)
    {
        long end = 0;
        commits.Decide(
            (_, changed) =>
            {
                if (!log.IsDeleted)
                {
                    if (withOpen)
                    {
                        log.Roll();
                    }

                    changed.Add(log, isSynced: true);
                }
            },
            () => end = log.Segments[^1].BaseOffset);
        return end;
    }

    private static Segment[] ClosedSegments(PartitionLog log, long end) =>
        [.. log.Segments.Where(segment => segment.BaseOffset < end)];

    /// <summary>Notes the last offset of each key from an offset on.</summary>
    /// <returns>Where the memory for them ended, or the end.</returns>
    private long Collect(PartitionLog log, long from, long end)
    {
        Segment? first = log.FindSegment(from);
        long next = 0;
        foreach (Segment segment in ClosedSegments(log, end))
        {
            // Those that a merge has left behind it say nothing that is not in the merged one.
            if (segment.BaseOffset < first!.BaseOffset || segment.BaseOffset < next)
            {
                continue;
            }

            (long offset, long position) = segment.Index.Find(from, segment.BaseOffset);
            using BatchWalk walk = new(segment, position, offset);
            while (walk.MoveNext())
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (!BatchHeader.IsControl(walk.Batch) && !TryCollect(log, walk, from, out long full))
                {
                    return full;
                }
            }

            next = walk.NextOffset;
        }

        return end;
    }

    private bool TryCollect(PartitionLog log, BatchWalk walk, long from, out long full)
    {
        full = -1;
        RecordWalk records = walk.Records();
        while (records.MoveNext())
        {
            long offset = walk.Offset + records.OffsetDelta;
            if (offset >= from && records.HasKey && !_keys.TryPut(records.Key, offset))
            {
                full = offset;
                return false;
            }
        }

        if (records.IsMalformed)
        {
            throw LogErrors.MalformedRecord(log.Partition, walk.Offset);
        }

        return true;
    }

    private long Now() => context.Time.GetUtcNow().ToUnixTimeMilliseconds();
}
