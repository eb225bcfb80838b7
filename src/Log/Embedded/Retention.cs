namespace Kappa.Logs;

/// <summary>Finds out which first segments of a partition are too old, or too many.</summary>
internal static class Retention
{
    /// <summary>Gives the first offset to keep.</summary>
    public static long FirstKept(PartitionLog log, TopicDescription topic, DateTimeOffset now)
    {
        long end = log.LastStable; // Before the segments: what is committed meanwhile is not looked at.
        Segment[] segments = log.Segments;
        long byTime = topic.RetentionTime is { } time
            ? ByTime(segments, end, now.ToUnixTimeMilliseconds() - (long)time.TotalMilliseconds)
            : 0;
        return Math.Max(byTime, topic.RetentionBytes is { } bytes ? ByBytes(segments, bytes) : 0);
    }

    private static long ByTime(Segment[] segments, long end, long oldest)
    {
        for (int i = 0; i < segments.Length; i++)
        {
            if (!segments[i].IsOlderThan(oldest))
            {
                return segments[i].BaseOffset;
            }
        }

        return end;
    }

    private static long ByBytes(Segment[] segments, long limit)
    {
        long left = segments.Sum(segment => segment.CommittedBytes);
        int first = 0;
        while (first < segments.Length - 1 && left - segments[first].CommittedBytes >= limit)
        {
            left -= segments[first++].CommittedBytes;
        }

        return first == 0 ? 0 : segments[first].BaseOffset;
    }
}
