using Kappa.Engine;
using Kappa.Logs;

namespace Kappa.Bench;

/// <summary>Records cuts of a few records each, as live traffic makes them.</summary>
internal static class FineCuts
{
    private const int CutsPerCommit = 100_000;

    public static void Write(ILog log, string topology, BenchOptions options)
    {
        SourceTopic[] sources = [new(Generator.Topic, options.Partitions)];
        using CutLog cuts = CutLog.Open(log, topology, sources, null, 0);
        using ILogProducer producer = log.OpenProducer(cuts.Partition.Topic);
        using var buffer = new RecordBuffer();
        var run = new SliceRun(options.Partitions);
        long[] stable = new long[options.Partitions];
        log.StableEnds(cuts.Sources.Partitions, stable);
        long[] ends = new long[options.Partitions];
        run.Begin(Cut.Zero, ends);
        long turn = 0;
        while (Advance(ends, stable, options.SliceRecords, ref turn))
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
