using System.Diagnostics;
using Kappa.Logs;

namespace Kappa.Bench;

/// <summary>Measures small commits of one producer, and of several at the same time.</summary>
public static class TransactionBenchmark
{
    private const int BareSyncs = 200;
    private const int BareBytes = 4 << 10;
    private static readonly TimeSpan DefaultDuration = TimeSpan.FromSeconds(2);

    private static readonly TransactionKind[] Kinds =
    [
        new(1, 1, 1), new(100, 1, 1), new(1, 4, 1), new(100, 4, 1), new(1, 1, 4), new(1, 1, 16),
    ];

    /// <summary>Runs it.</summary>
    /// <param name="options">What it runs over; records, keys and partitions count for nothing here.</param>
    /// <param name="report">Receives a line when a part begins; null drops them.</param>
    public static TransactionResult Run(BenchOptions options, Action<string>? report = null) =>
        BenchSite.Use(options, site => Measure(site, options, report ?? (_ => { })));

    private static TransactionResult Measure(BenchSite site, BenchOptions options, Action<string> report)
    {
        TransactionRow[] rows = [.. Kinds.Select(kind => Measure(site, kind, options, report))];
        return new TransactionResult(options.Log, rows, rows.Sum(row => row.WrongResults))
        {
            BareSyncP50Ms = options.Kafka is null ? BareSync(site, options) : null,
        };
    }

    private static TransactionRow Measure(
        BenchSite site, TransactionKind kind, BenchOptions options, Action<string> report)
    {
        report($"{kind.Producers} producer(s), {kind.Records} record(s) to each of {kind.Partitions} partition(s)");
        string topic = site.Name($"commits-{kind.Records}-{kind.Partitions}-{kind.Producers}");
        site.Log.Admin.CreateTopic(
            topic, new TopicSettings { Partitions = kind.Partitions, Compression = options.Compression });
        TransactionWriter[] writers = [.. Enumerable.Range(0, kind.Producers)
            .Select(number => new TransactionWriter(site.Log, topic, kind, number))];
        try
        {
            Array.ForEach(writers, writer => writer.Commit()); // The first one of each finds its way.
            (double seconds, LatencySample sample) = Run(writers, options.Duration ?? DefaultDuration);
            return new TransactionRow(
                kind.Records, kind.Partitions, kind.Producers, sample.Count / seconds, sample.Percentile(50),
                sample.Percentile(99), Wrong(site.Log, topic, kind, writers));
        }
        finally
        {
            Array.ForEach(writers, writer => writer.Dispose());
        }
    }

    private static (double Seconds, LatencySample Sample) Run(TransactionWriter[] writers, TimeSpan duration)
    {
        long started = Stopwatch.GetTimestamp();
        Task[] running = [.. writers.Select(writer => Task.Factory.StartNew(
            () => writer.Run(duration), CancellationToken.None, TaskCreationOptions.LongRunning,
            TaskScheduler.Default))];
        Task.WhenAll(running).GetAwaiter().GetResult();
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var all = new LatencySample();
        Array.ForEach(writers, writer => all.Add(writer.Sample));
        return (seconds, all);
    }

    /// <summary>Each partition must hold the records of each producer once and in order.</summary>
    private static long Wrong(ILog log, string topic, TransactionKind kind, TransactionWriter[] writers)
    {
        long wrong = 0;
        for (int partition = 0; partition < kind.Partitions; partition++)
        {
            long[] next = new long[writers.Length];
            using var cursor = new RecordCursor(log.OpenReader(new TopicPartition(topic, partition), 0));
            while (cursor.MoveNext(long.MaxValue))
            {
                (int producer, long number) = TransactionWriter.Read(cursor);
                wrong += next[producer] == number ? 0 : 1;
                next[producer] = number + 1;
            }

            wrong += writers.Select((writer, number) => Math.Abs(writer.Written - next[number])).Sum();
        }

        return wrong;
    }

    private static double BareSync(BenchSite site, BenchOptions options)
    {
        using var bare = new BareWrites(site.CreateFile("bare"), options.Seed);
        for (int i = 0; i < BareSyncs; i++)
        {
            bare.Write(BareBytes);
        }

        return bare.Sample.Percentile(50);
    }
}
