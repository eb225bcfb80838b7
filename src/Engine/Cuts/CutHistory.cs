using Kappa.Logs;

namespace Kappa.Engine;

/// <summary>Walks the cuts of a topology from the first one on.</summary>
internal static class CutHistory
{
    /// <summary>Reads all recorded cuts, one after another; memory does not grow with them.</summary>
    public static IEnumerable<RecordedCut> Read(ILog log, string topology)
    {
        var partition = new TopicPartition(CutLog.TopicOf(topology), 0);
        if (log.Find(partition.Topic) is null)
        {
            yield break;
        }

        using var cursor = new RecordCursor(log.OpenReader(partition, log.Offsets(partition).Earliest));
        var sources = new CutSources([]);
        var run = new SliceRun(0);
        while (cursor.MoveNext(long.MaxValue))
        {
            if (ReadSources(cursor, partition) is { } wider)
            {
                sources = wider;
                run = Widen(run, sources.Count);
                continue;
            }

            run.Begin(run.LastCut, run.LastEnds.ToArray());
            ReadCuts(cursor, topology, run);
            for (int slice = 0; slice < run.Count; slice++)
            {
                yield return new RecordedCut(run.Cut(slice), run.Ends(slice).ToArray(), sources, cursor.Offset);
            }
        }
    }

    /// <summary>The sources as they are registered now; null before the first cut.</summary>
    public static CutSources? LastSources(ILog log, string topology)
    {
        var partition = new TopicPartition(CutLog.TopicOf(topology), 0);
        if (log.Find(partition.Topic) is null)
        {
            return null;
        }

        CutSources? last = null;
        using var cursor = new RecordCursor(log.OpenReader(partition, log.Offsets(partition).Earliest));
        while (cursor.MoveNext(long.MaxValue))
        {
            last = ReadSources(cursor, partition) ?? last;
        }

        return last;
    }

    /// <summary>The last cut before records of a time: behind it every record of that time is still to come.</summary>
    /// <param name="log">The log.</param>
    /// <param name="topology">Name of the topology.</param>
    /// <param name="timeMs">Event time, milliseconds since 1970.</param>
    /// <returns>0 where the first cut already has such records.</returns>
    public static long CutBefore(ILog log, string topology, long timeMs)
    {
        long before = 0;
        foreach (RecordedCut recorded in Read(log, topology))
        {
            if (recorded.Cut.EventTimeMs >= timeMs)
            {
                break;
            }

            before = recorded.Cut.Number;
        }

        return before;
    }

    /// <summary>Reads the records of cutovers, oldest first.</summary>
    public static IEnumerable<CutoverRecord> ReadCutovers(ILog log, string topology)
    {
        var partition = new TopicPartition(CutLog.TopicOf(topology), 0);
        if (log.Find(partition.Topic) is null)
        {
            yield break;
        }

        using var cursor = new RecordCursor(log.OpenReader(partition, log.Offsets(partition).Earliest));
        while (cursor.MoveNext(long.MaxValue))
        {
            if (ReadCutover(cursor, partition) is { } cutover)
            {
                yield return cutover;
            }
        }
    }

    private static CutSources? ReadSources(RecordCursor cursor, TopicPartition partition)
    {
        var reader = new ByteReader(cursor.Value, partition.ToString());
        return CutCodec.ReadKind(ref reader) == CutCodec.SourcesKind ? CutCodec.ReadSources(ref reader) : null;
    }

    private static CutoverRecord? ReadCutover(RecordCursor cursor, TopicPartition partition)
    {
        var reader = new ByteReader(cursor.Value, partition.ToString());
        return CutCodec.ReadKind(ref reader) == CutCodec.CutoverKind ? CutCodec.ReadCutover(ref reader) : null;
    }

    private static void ReadCuts(RecordCursor cursor, string topology, SliceRun run)
    {
        var reader = new ByteReader(cursor.Value, cursor.Partition.ToString());
        if (CutCodec.ReadKind(ref reader) == CutCodec.CutsKind)
        {
            CutCodec.ReadCuts(ref reader, topology, run, new long[run.Width]);
        }
    }

    private static SliceRun Widen(SliceRun run, int width)
    {
        var ends = new long[width];
        run.LastEnds.CopyTo(ends);
        var wider = new SliceRun(width);
        wider.Begin(run.LastCut, ends);
        return wider;
    }
}
