using Kappa.Engine;
using Kappa.Logs;

namespace Kappa.Bench;

/// <summary>Records cuts of a few records each, as live traffic makes them.</summary>
internal static class FineCuts
{
    private const int CutsPerCommit = 100_000;

    /// <param name="log">The log.</param>
    /// <param name="topology">Whose cuts they are.</param>
    /// <param name="sources">Its sources, in ordinal order.</param>
    /// <param name="records">Records in each cut.</param>
    public static void Write(ILog log, string topology, IReadOnlyList<SourceTopic> sources, int records)
    {
        using CutLog cuts = CutLog.Open(log, topology, sources, null, 0);
        using ILogProducer producer = log.OpenProducer(cuts.Partition.Topic);
        using var buffer = new RecordBuffer();
        var run = new SliceRun(cuts.Sources.Count);
        long[] stable = new long[cuts.Sources.Count];
        log.StableEnds(cuts.Sources.Partitions, stable);
        long[] ends = new long[cuts.Sources.Count];
        run.Begin(Cut.Zero, ends);
        long turn = 0;
        while (Advance(ends, stable, records, ref turn))
        {
            long number = run.LastCut.Number + 1;
            run.Add(new Cut(number, 1_000_000_000_000 + number, 1_000_000_000_000 + number), ends);
            if (run.Count == CutsPerCommit)
            {
                Commit(cuts, producer, buffer, run);
            }
        }

        Commit(cuts, producer, buffer, run);
    }

    /// <summary>Moves the partitions forward by a slice, record by record in turn.</summary>
    private static bool Advance(long[] ends, long[] stable, int records, ref long turn)
    {
        int moved = 0;
        for (int idle = 0; moved < records && idle < ends.Length; turn++)
        {
            int partition = (int)(turn % ends.Length);
            if (ends[partition] < stable[partition])
            {
                ends[partition]++;
                (moved, idle) = (moved + 1, 0);
            }
            else
            {
                idle++;
            }
        }

        return moved > 0;
    }

    private static void Commit(CutLog cuts, ILogProducer producer, RecordBuffer buffer, SliceRun run)
    {
        if (run.Count == 0)
        {
            return;
        }

        buffer.Clear();
        cuts.Write(run, buffer);
        producer.Append(cuts.Partition, buffer);
        producer.Commit();
        cuts.Committed(cuts.NextOffset);
        run.Begin(run.LastCut, run.LastEnds);
    }
}
