using Kappa.Logs;

namespace Kappa.Engine.Tests;

/// <summary>
/// A made-up history of live traffic: a cut every 50 ms or so, each in a transaction of its own, since clocks and
/// timers are never exact; records that come as they like, in plain batches, up to some seconds after their event.
/// </summary>
internal sealed class LiveHistory : IDisposable
{
    private readonly RecordBuffer _buffer = new();
    private readonly Random _random;
    private readonly SliceRun _run;
    private readonly double[] _rates;
    private readonly CutSealer _sealer;

    /// <param name="log">The log; gets the topics of the cuts.</param>
    /// <param name="partitions">Partitions of the source.</param>
    /// <param name="perSecond">Records a second, over all partitions; one takes more than another.</param>
    /// <param name="random">Decides.</param>
    /// <param name="perBlock">Cuts of a sealed block.</param>
    /// <param name="notice">Is told what sealing has to say.</param>
    public LiveHistory(
        ILog log, int partitions, double perSecond, Random random, int perBlock = 4_096,
        Action<string>? notice = null)
    {
        _random = random;
        Sources = [new SourceTopic("in", partitions)];
        Cuts = CutLog.Open(log, Topology, Sources, null, 0);
        Producer = log.OpenProducer(Cuts.Partition.Topic);
        _run = new SliceRun(partitions);
        _run.Begin(Cut.Zero, new long[partitions]);
        double[] shares = [.. Enumerable.Range(0, partitions).Select(_ => 0.5 + random.NextDouble())];
        _rates = [.. shares.Select(share => perSecond / 1_000 * share / shares.Sum())];
        _sealer = new CutSealer(log, Cuts, new EngineSettings
        {
            Limits = new() { SealedCuts = perBlock },
            Seams = new() { Notice = notice },
        });
    }

    public static string Topology => "live";

    public static TopicPartition Single => CutLog.PartitionOf(Topology);

    public static TopicPartition Sealed => SealedCuts.PartitionOf(Topology);

    public SourceTopic[] Sources { get; }

    public CutLog Cuts { get; }

    public ILogProducer Producer { get; }

    public int Blocks => _sealer.Blocks;

    /// <summary>Adds a cut.</summary>
    /// <returns>It, with the offset of its record.</returns>
    public RecordedCut Add()
    {
        Cut last = _run.LastCut;
        int passed = Math.Max(1, 50 + Normal(4));
        long clock = (last.Number == 0 ? 1_790_000_000_000 : last.ClockMs) + passed;
        long[] ends = [.. _rates.Select((rate, source) => _run.LastEnds[source] + Poisson(rate * passed))];
        var cut = new Cut(last.Number + 1, clock, Math.Max(last.EventTimeMs, clock - 200 - Math.Abs(Normal(300))));
        _run.Begin(last, _run.LastEnds.ToArray());
        long records = ends.Sum() - _run.LastEnds.ToArray().Sum();
        var info = new SliceInfo(SliceInfo.OrderingRule, SliceInfo.ClassOf(records * 200), 0);
        _run.Add(cut, ends, info, 0);
        _buffer.Clear();
        Cuts.Write(_run, _buffer);
        Producer.Append(Cuts.Partition, _buffer);
        long offset = Producer.Commit()[0] + _buffer.Records - 1; // The list of sources comes before the first one.
        Cuts.Committed(Producer.NextOffset(Cuts.Partition));
        return new RecordedCut(cut, ends, Cuts.Sources, offset, info);
    }

    /// <summary>Seals as the live version does between two runs.</summary>
    public void Seal() => _sealer.SealIfDue(_run.LastCut.Number, commit => commit(Producer));

    public static string Text(Cut cut, ReadOnlySpan<long> ends) => $"{cut} {string.Join(' ', ends.ToArray())}";

    public void Dispose()
    {
        _sealer.Dispose();
        _buffer.Dispose();
        Producer.Dispose();
        Cuts.Dispose();
    }

    private int Poisson(double mean)
    {
        double limit = Math.Exp(-mean);
        int count = 0;
        for (double product = _random.NextDouble(); product > limit; count++)
        {
            product *= _random.NextDouble();
        }

        return count;
    }

    private int Normal(double deviation) => (int)Math.Round(
        deviation * Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble()));
}
