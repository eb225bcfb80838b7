using Kappa.Logs;

namespace Kappa.Replay;

/// <summary>
/// Counts what a replay would read, batch by batch from their headers; what does not fit in its time is estimated.
/// </summary>
internal sealed class BacklogCounter(ILog log, TimeProvider time, TimeSpan limit)
{
    private readonly long _started = time.GetTimestamp();

    /// <summary>Counts the partitions of all sources, each with an equal share of the time that is left.</summary>
    /// <param name="starts">The offset that each would be read from if it were there.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public IReadOnlyList<(TopicPartition Partition, PlanPartition Count)> CountAll(
        IReadOnlyList<(TopicPartition Partition, long Offset)> starts, CancellationToken cancellationToken)
    {
        var ends = new long[starts.Count];
        log.StableEnds([.. starts.Select(start => start.Partition)], ends);
        IReadOnlyList<PartitionOffsets> bounds = log.Offsets([.. starts.Select(start => start.Partition)]);
        var counts = new List<(TopicPartition, PlanPartition)>();
        for (int i = 0; i < ends.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            TimeSpan elapsed = time.GetElapsedTime(_started);
            TimeSpan until = elapsed + ((limit - elapsed) / (ends.Length - i));
            counts.Add((starts[i].Partition, Count(starts[i].Partition, bounds[i], starts[i].Offset, ends[i], until)));
        }

        return counts;
    }

    private PlanPartition Count(
        TopicPartition partition, PartitionOffsets offsets, long wanted, long end, TimeSpan until)
    {
        long from = Math.Min(Math.Max(wanted, offsets.Earliest), end);
        long missing = Math.Max(0, offsets.Earliest - wanted);
        (long records, long bytes, long at) = Walk(partition, from, end, until);
        bool isExact = at >= end;
        if (!isExact)
        {
            // By what was counted, or else by what the log says of the whole partition.
            (double perOffset, double bytesPerOffset) = at > from
                ? ((double)records / (at - from), (double)bytes / (at - from))
                : (1, (double)offsets.Bytes / Math.Max(1, offsets.LastStable - offsets.Earliest));
            records += (long)(perOffset * (end - at));
            bytes += (long)(bytesPerOffset * (end - at));
        }

        return new PlanPartition(
            partition.Partition, offsets.Earliest, from, end, records, bytes, isExact, missing,
            OldestTimestamp(partition, from, end));
    }

    /// <summary>The timestamp where reading starts; of a batch that is entered in its middle, its first.</summary>
    private long? OldestTimestamp(TopicPartition partition, long from, long end)
    {
        if (from >= end)
        {
            return null;
        }

        using IPartitionReader reader = log.OpenReader(partition, from);
        return reader.TryPeek(end, out BatchBounds batch) ? batch.BaseTimestampMs : null;
    }

    /// <summary>Goes from header to header.</summary>
    /// <returns>What was counted, and the offset that it was counted up to.</returns>
    private (long Records, long Bytes, long At) Walk(TopicPartition partition, long from, long end, TimeSpan until)
    {
        (long records, long bytes, long at) = (0, 0, from);
        if (from >= end)
        {
            return (records, bytes, end);
        }

        using IPartitionReader reader = log.OpenReader(partition, from);
        while (at < end && time.GetElapsedTime(_started) < until)
        {
            if (!reader.TryPeek(end, out BatchBounds batch))
            {
                return (records, bytes, end);
            }

            // The first batch may begin before the start, and one that is written meanwhile may cross the end.
            long outside = Math.Max(0, from - batch.BaseOffset) + Math.Max(0, batch.NextOffset - end);
            long inside = Math.Max(0, batch.Records - outside);
            records += inside;
            bytes += (long)((double)batch.Bytes * inside / batch.Records);
            at = Math.Min(batch.NextOffset, end);
            reader.Seek(at);
        }

        return (records, bytes, at);
    }
}
