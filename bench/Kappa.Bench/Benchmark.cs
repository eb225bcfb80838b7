using System.Diagnostics;
using Kappa.Engine;
using Kappa.Logs;

namespace Kappa.Bench;

/// <summary>
/// Runs benchmarks of the engine with production defaults: real files, fsync, RocksDB, exactly-once.
/// </summary>
public static class Benchmark
{
    /// <summary>The benchmark whose cache is too small for its keys.</summary>
    private const string Misses = "count-misses";

    /// <summary>How many times the keys are more than the cache has room for.</summary>
    private const int KeysToCache = 10;

    /// <summary>About what a row of these topologies takes in the cache: a key of 16 bytes and a count.</summary>
    private const int CachedRowBytes = 64;

    private const long LeastCacheBytes = 1L << 20;

    /// <summary>The benchmarks there are.</summary>
    public static IReadOnlyList<string> Names { get; } = ["count", Misses, "rekey-count"];

    /// <summary>Runs one benchmark.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="options">What it runs over.</param>
    /// <param name="report">Receives a line when a part begins; null drops them.</param>
    public static BenchResult Run(string name, BenchOptions options, Action<string>? report = null) =>
        BenchSite.Use(options, site => Measure(name, options, site, report));

    private static BenchResult Measure(string name, BenchOptions options, BenchSite site, Action<string>? report)
    {
        ILog log = site.Log;
        if (name == Misses)
        {
            long cacheBytes = (long)options.Keys * CachedRowBytes / KeysToCache;
            options = options with { CacheBytes = Math.Max(LeastCacheBytes, cacheBytes) };
        }

        report?.Invoke($"generating {options.Records:N0} records");
        var generator = new Generator(options, site.Name("records"));
        generator.Fill(log);
        report?.Invoke("bare reader");
        double readerRate = ReaderRun(new TopicPass(log, generator), options);

        int[] expected = name.StartsWith("count", StringComparison.Ordinal) ? generator.Counts : generator.ValueCounts;
        double? largeSlices = null;
        long largeWrong = 0;
        Topology topology = BenchTopologies.Build(name, site);
        if (options.SliceRecords > 0)
        {
            // The same over large slices first, in the same run: machines are noisy, and only so the two compare.
            report?.Invoke($"{name} over large slices");
            Topology large = BenchTopologies.Build($"{name}-large", site);
            (largeSlices, _, _, largeWrong) = EngineRun(site, large, options with { SliceRecords = 0 }, expected);
            report?.Invoke($"recording cuts of {options.SliceRecords} records");
            FineCuts.Write(
                log, topology.Name, [new SourceTopic(generator.Topic, options.Partitions)], options.SliceRecords);
        }

        report?.Invoke(name);
        (double rate, double cpuRate, double allocated, long wrong) = EngineRun(site, topology, options, expected);
        return new BenchResult(
            name, options.Records, options.SliceRecords, rate, readerRate, rate / readerRate, allocated,
            wrong + largeWrong)
        {
            RecordsPerCpuSecond = cpuRate,
            LargeSlicesRecordsPerSecond = largeSlices,
        };
    }

    private static double ReaderRun(TopicPass pass, BenchOptions options)
    {
        pass.Run();
        long start = Stopwatch.GetTimestamp();
        pass.Run();
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return pass.Wrong == 0
            ? options.Records / seconds
            : throw new InvalidOperationException($"The reader found {pass.Wrong} of {options.Records} records wrong.");
    }

    private static (double Rate, double CpuRate, double Allocated, long Wrong) EngineRun(
        BenchSite site, Topology topology, BenchOptions options, int[] expected)
    {
        using StreamEngine engine = StreamEngine.Open(topology, site.Log, new EngineSettings
        {
            State = site.State,
            Threads = options.Threads,
            Role = options.SliceRecords > 0
                ? new CopyRole(site.Name("bench-")) : new LiveRole { OutputPrefix = site.Name("bench-") },
            Limits = new()
            {
                RunRecords = options.RunRecords ?? new EngineLimits().RunRecords,
                CacheBytes = options.CacheBytes ?? new EngineLimits().CacheBytes,
            },
        });
        long allocatedBefore = 0;
        long recordsBefore = 0;
        TimeSpan cpuBefore = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        while (engine.RunOnce())
        {
            long processed = engine.RecordsProcessed;
            if (recordsBefore == 0 && processed >= options.Records / 2)
            {
                (allocatedBefore, recordsBefore) = (GC.GetTotalAllocatedBytes(precise: true), processed);
            }
        }

        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        double cpuSeconds = (Environment.CpuUsage.TotalTime - cpuBefore).TotalSeconds;
        double allocated = (GC.GetTotalAllocatedBytes(precise: true) - allocatedBefore)
            / (double)Math.Max(1, options.Records - recordsBefore); // All may have been one run.
        return (options.Records / seconds, options.Records / cpuSeconds, allocated, CountWrong(engine, expected));
    }

    private static long CountWrong(StreamEngine engine, int[] expected)
    {
        var serde = new BenchKeySerde();
        Dictionary<(ulong, ulong), int> left = [];
        for (int n = 0; n < expected.Length; n++)
        {
            if (expected[n] > 0)
            {
                BenchKey benchKey = BenchKey.Of(n);
                left.Add((benchKey.High, benchKey.Low), expected[n]);
            }
        }

        long wrong = 0;
        using StoreView view = engine.OpenStore(BenchTopologies.Store);
        foreach ((byte[] rowKey, byte[] value, long _) in view.ScanBytes())
        {
            BenchKey found = serde.Deserialize(rowKey);
            long count = Serdes.Int64.Deserialize(value);
            wrong += left.Remove((found.High, found.Low), out int known) && known == count ? 0 : 1;
        }

        return wrong + left.Count;
    }
}
