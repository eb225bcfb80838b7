using Kappa.Logs;

namespace Kappa.Engine.Tests;

/// <summary>
/// A made-up history of live traffic: a cut every 50 ms or so, since clocks and timers are never exact; records that
/// come as they like, in plain batches, some seconds after their event.
/// </summary>
internal static class LiveHistory
{
    /// <summary>Makes cuts as a live version would, each in a record and a transaction of its own.</summary>
    /// <param name="log">The log; gets the topics of the cuts.</param>
    /// <param name="topology">Whose cuts.</param>
    /// <param name="partitions">Partitions of its source.</param>
    /// <param name="cuts">How many cuts.</param>
    /// <param name="perSecond">Records a second, over all partitions; one takes more than another.</param>
    /// <param name="random">Decides.</param>
    /// <param name="committed">Called after each.</param>
    public static void Write(
        ILog log, string topology, int partitions, int cuts, double perSecond, Random random,
        Action<CutLog, ILogProducer, long>? committed = null)
    {
        using CutLog cutLog = CutLog.Open(log, topology, [new SourceTopic("in", partitions)], null, 0);
        using ILogProducer producer = log.OpenProducer(cutLog.Partition.Topic);
        using var buffer = new RecordBuffer();
        var run = new SliceRun(partitions);
        long[] ends = new long[partitions];
        double[] shares = [.. Enumerable.Range(0, partitions).Select(_ => 0.5 + random.NextDouble())];
        double all = shares.Sum();
        long clock = 1_790_000_000_000;
        run.Begin(new Cut(0, 0, 0), ends);
        for (long number = 1; number <= cuts; number++)
        {
            int passed = 50 + Normal(random, 4);
            clock += Math.Max(1, passed);
            for (int partition = 0; partition < partitions; partition++)
            {
                ends[partition] += Poisson(random, perSecond * passed / 1_000 * shares[partition] / all);
            }

            long eventTime = Math.Max(run.LastCut.EventTimeMs, clock - 200 - Math.Abs(Normal(random, 300)));
            run.Add(new Cut(number, clock, eventTime), ends);
            buffer.Clear();
            cutLog.Write(run, buffer);
            producer.Append(cutLog.Partition, buffer);
            producer.Commit();
            cutLog.Committed(producer.NextOffset(cutLog.Partition));
            run.Begin(run.LastCut, run.LastEnds.ToArray());
            committed?.Invoke(cutLog, producer, number);
        }
    }

    private static int Poisson(Random random, double mean)
    {
        double limit = Math.Exp(-mean);
        double product = random.NextDouble();
        int count = 0;
        for (; product > limit; count++)
        {
            product *= random.NextDouble();
        }

        return count;
    }

    private static int Normal(Random random, double deviation) => (int)Math.Round(
        deviation * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
}
