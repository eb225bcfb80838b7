namespace Kappa.Logs;

/// <summary>Finds records by their timestamps.</summary>
internal static class TimeSearch
{
    /// <summary>Gives the offset of the first record, in the order of offsets, at or after a time.</summary>
    /// <exception cref="KappaException">KAP2201, KAP2204: damage. KAP2103: the topic was deleted meanwhile.</exception>
    public static long? Find(PartitionLog log, long timestampMs)
    {
        while (true)
        {
            long earliest = log.Earliest;
            long end = log.LastStable; // Before the segments: what is committed meanwhile is not looked at.
            Segment[] segments = log.Segments;
            try
            {
                long? found = Find(log, segments, timestampMs, earliest, end);
                if (log.Earliest == earliest)
                {
                    return found;
                }
            }
            catch (ObjectDisposedException) when (log.IsDeleted)
            {
                throw LogErrors.NoSuchPartition(log.Partition, null, log.DeletionHint);
            }
            catch (ObjectDisposedException) when (log.Segments != segments)
            {
                // Replaced or deleted beside this search: look again.
            }
        }
    }

    private static long? Find(PartitionLog log, Segment[] segments, long timestampMs, long earliest, long end)
    {
        long next = 0;
        foreach (Segment segment in segments)
        {
            if (segment.BaseOffset < next)
            {
                continue; // Left behind by a merge, whose records count.
            }

            TimeIndex times = segment.Times;
            (long covered, next) = times.End;
            TimeStretch? stretch = times.Find(timestampMs, earliest, 0);
            while (stretch is { } near)
            {
                if (Look(log, segment, near, timestampMs, earliest) is { } found)
                {
                    return found < end ? found : null;
                }

                stretch = times.Find(timestampMs, earliest, near.Number + 1);
            }

            // What the index does not cover is damaged, and a look says so; or it has come meanwhile.
            TimeStretch rest = new(-1, next, covered, long.MaxValue);
            if (covered < segment.CommittedBytes && Look(log, segment, rest, timestampMs, earliest) is { } late)
            {
                return late < end ? late : null;
            }
        }

        return null;
    }

    private static long? Look(PartitionLog log, Segment segment, in TimeStretch stretch, long timestampMs,
        long earliest)
    {
        using BatchWalk walk = new(segment, stretch.Position, stretch.Offset);
        while (walk.MoveNext() && walk.Position < stretch.End)
        {
            bool hasRecords = BatchHeader.Count(walk.Batch) > 0 && !BatchHeader.IsControl(walk.Batch);
            if (hasRecords && BatchHeader.MaxTimestamp(walk.Batch) >= timestampMs && walk.NextOffset > earliest &&
                FindIn(log, walk, timestampMs, earliest) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private static long? FindIn(PartitionLog log, BatchWalk walk, long timestampMs, long earliest)
    {
        long baseTimestamp = BatchHeader.BaseTimestamp(walk.Batch);
        RecordWalk records = walk.Records();
        while (records.MoveNext())
        {
            long offset = walk.Offset + records.OffsetDelta;
            if (offset >= earliest && baseTimestamp + records.TimestampDelta >= timestampMs)
            {
                return offset;
            }
        }

        if (records.IsMalformed)
        {
            throw LogErrors.MalformedRecord(log.Partition, walk.Offset);
        }

        return null;
    }
}
