using Kappa.Engine;
using Kappa.Logs;

namespace Kappa.Bench;

/// <summary>
/// Measures the way of single records through a live engine: re-keyed and reduced, exactly-once, read committed.
/// </summary>
public static class LatencyBenchmark
{
    private const int RecordsPerSecond = 200;
    private const int Groups = 1_000;
    private static readonly TimeSpan DefaultDuration = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan GroupOffsets = TimeSpan.FromSeconds(1); // As a worker; on a cluster each commit.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Runs it.</summary>
    /// <param name="options">What it runs over; records and keys count for nothing here.</param>
    /// <param name="report">Receives a line when a part begins; null drops them.</param>
    public static LatencyBenchResult Run(BenchOptions options, Action<string>? report = null) =>
        BenchSite.Use(options, site => Measure(site, options, report ?? (_ => { })));

    private static LatencyBenchResult Measure(BenchSite site, BenchOptions options, Action<string> report)
    {
        (string input, string output) = (site.Name("pings"), site.Name("totals"));
        site.Log.Admin.CreateTopic(input, new TopicSettings { Partitions = options.Partitions });
        TimeSpan duration = options.Duration ?? DefaultDuration;
        report($"{RecordsPerSecond} records a second for {duration.TotalSeconds:0.#} s, the first tenth to warm up");
        var settings = new EngineSettings
        {
            State = site.State,
            Threads = options.Threads,
            GroupOffsets = GroupOffsets,
        };
        using StreamEngine engine = StreamEngine.Open(
            Build(site, input, output), site.Log, options.Kafka is null ? settings : settings.OnACluster());
        using var stop = new CancellationTokenSource();
        Task running = engine.RunAsync(stop.Token);
        var meter = new PingMeter(site, input, output, options);
        LatencyBenchResult result = meter.Measure(
            (int)(duration.TotalSeconds * RecordsPerSecond), RecordsPerSecond, Groups, running, Patience);
        stop.Cancel();
        running.GetAwaiter().GetResult();
        report($"{engine.Status.Cut.Number:N0} cuts");
        return result;
    }

    private static Topology Build(BenchSite site, string input, string output)
    {
        var groups = new GroupSerde();
        var builder = new StreamBuilder();
        builder.Stream(input, Consumed.With(groups, new PingSerde()))
            .GroupBy((_, ping) => ping.Group, Grouped.With(groups, new PingSerde()))
            .Aggregate(
                () => default(PingTotal), (_, ping, total) => total.Add(ping),
                Materialized.As("totals").WithKeySerde(groups).WithValueSerde(new PingTotalSerde()))
            .ToStream()
            .To(output, Produced.With(groups, new PingTotalSerde()));
        return builder.Build(site.Name("bench-latency"));
    }
}
