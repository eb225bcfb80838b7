using Kappa.Logs;

namespace Kappa.Engine;

/// <summary>Walks the cuts of a topology from the first one on.</summary>
internal static class CutHistory
{
    /// <summary>Reads all recorded cuts, one after another; memory does not grow with them.</summary>
    public static IEnumerable<RecordedCut> Read(ILog log, string topology)
    {
        if (log.Find(CutLog.TopicOf(topology)) is null)
        {
            yield break;
        }

        using CutRecords cursor = CutRecords.Open(log, topology, 0);
        var sources = new CutSources([]);
        SliceRun run = First(cursor.Front);
        while (cursor.MoveNext())
        {
            if (ReadSources(cursor, topology) is { } wider)
            {
                sources = wider;
                run = Widen(run, sources.Count);
                continue;
            }

            long[] ends = EndsBehind(cursor, topology, sources, run);
            bool isGap = CutCodec.TryReadGap(
                cursor.Value, run.LastCut.Number, run.LastEnds, ends, out Cut before); // A cut log that was lost.
            run.Begin(isGap ? before : run.LastCut, ends);
            ReadCuts(cursor, topology, run);
            for (int slice = 0; slice < run.Count; slice++)
            {
                yield return new RecordedCut(
                    run.Cut(slice), run.Ends(slice).ToArray(), sources, cursor.Offset, run.Info(slice));
            }
        }
    }

    /// <summary>The last cut of the lost range that the cut log begins behind; 0 where it is whole.</summary>
    public static long LastLost(ILog log, string topology)
    {
        if (log.Find(CutLog.TopicOf(topology)) is null)
        {
            return 0;
        }

        using CutRecords cursor = CutRecords.Open(log, topology, 0);
        var sources = new CutSources([]);
        while (cursor.Front is null && cursor.MoveNext())
        {
            var reader = new ByteReader(cursor.Value, CutLog.PartitionOf(topology).ToString());
            if (CutCodec.ReadKind(ref reader) == CutCodec.CutsKind)
            {
                CutCodec.TryReadGap(cursor.Value, 0, [], new long[sources.Count], out Cut before);
                return before.Number;
            }

            sources = ReadSources(cursor, topology) ?? sources;
        }

        return 0;
    }

    /// <summary>The sources as they are registered now; null before the first cut.</summary>
    public static CutSources? LastSources(ILog log, string topology)
    {
        if (log.Find(CutLog.TopicOf(topology)) is null)
        {
            return null;
        }

        CutSources? last = null;
        using CutRecords cursor = CutRecords.OpenLast(log, topology);
        while (cursor.MoveNext())
        {
            last = ReadSources(cursor, topology) ?? last;
        }

        return last;
    }

    /// <summary>Reads the records of cutovers, oldest first.</summary>
    public static IEnumerable<CutoverRecord> ReadCutovers(ILog log, string topology)
    {
        if (log.Find(CutLog.TopicOf(topology)) is null)
        {
            yield break;
        }

        using CutRecords cursor = CutRecords.OpenLast(log, topology); // It carries those before.
        while (cursor.MoveNext())
        {
            if (ReadCutover(cursor, topology) is { } cutover)
            {
                yield return cutover;
            }
        }
    }

    private static CutSources? ReadSources(CutRecords cursor, string topology)
    {
        var reader = new ByteReader(cursor.Value, CutLog.PartitionOf(topology).ToString());
        return CutCodec.ReadKind(ref reader) == CutCodec.SourcesKind ? CutCodec.ReadSources(ref reader) : null;
    }

    private static CutoverRecord? ReadCutover(CutRecords cursor, string topology)
    {
        var reader = new ByteReader(cursor.Value, CutLog.PartitionOf(topology).ToString());
        return CutCodec.ReadKind(ref reader) == CutCodec.CutoverKind ? CutCodec.ReadCutover(ref reader) : null;
    }

    private static void ReadCuts(CutRecords cursor, string topology, SliceRun run)
    {
        var reader = new ByteReader(cursor.Value, CutLog.PartitionOf(topology).ToString());
        if (CutCodec.ReadKind(ref reader) == CutCodec.CutsKind)
        {
            CutCodec.ReadCuts(ref reader, topology, run, new long[run.Width]);
        }
    }

    /// <summary>Where the next cut goes on: an added source behind its past.</summary>
    private static long[] EndsBehind(CutRecords cursor, string topology, CutSources sources, SliceRun run)
    {
        long[] ends = run.LastEnds.ToArray();
        var reader = new ByteReader(cursor.Value, CutLog.PartitionOf(topology).ToString());
        byte kind = CutCodec.ReadKind(ref reader);
        if (kind is CutCodec.HistoryKind or CutCodec.AddedSourceKind)
        {
            var past = SourcePast.Read(kind, ref reader);
            if (sources.TryIndexOf(new TopicPartition(past.Topic.Topic, 0), out int first))
            {
                past.Ends.CopyTo(ends, first);
            }
        }

        return ends;
    }

    private static SliceRun First(CutState? front)
    {
        long[] ends = [.. front?.Ends ?? []];
        var run = new SliceRun(ends.Length);
        run.Begin(front?.Cut ?? Cut.Zero, ends);
        return run;
    }

    private static SliceRun Widen(SliceRun run, int width)
    {
        var ends = new long[Math.Max(width, run.Width)];
        run.LastEnds.CopyTo(ends);
        var wider = new SliceRun(ends.Length);
        wider.Begin(run.LastCut, ends);
        return wider;
    }
}
