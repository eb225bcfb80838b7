using System.Diagnostics;
using Kappa.Engine;

namespace Kappa.Bench;

/// <summary>
/// Runs benchmarks of the engine with production defaults: real files, fsync, RocksDB, exactly-once.
/// </summary>
public static class Benchmark
{
    /// <summary>How many times the keys are more than the cache has room for.</summary>
    private const int KeysToCache = 10;

    /// <summary>About what a row of these topologies takes in the cache: a key of 16 bytes and a count.</summary>
    private const int CachedRowBytes = 64;

    private const long LeastCacheBytes = 1L << 20;

    /// <summary>The benchmarks there are.</summary>
    public static IReadOnlyList<string> Names => BenchModes.Names;

    /// <summary>Runs one benchmark.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="options">What it runs over.</param>
    /// <param name="report">Receives a line when a part begins; null drops them.</param>
    public static BenchResult Run(string name, BenchOptions options, Action<string>? report = null)
    {
        BenchOptions chosen = Chosen(name, options);
        return BenchSite.Use(chosen, site => Measure(name, chosen, site, report ?? (_ => { })));
    }

    private static BenchOptions Chosen(string name, BenchOptions options) => name switch
    {
        BenchModes.Misses => options with
        {
            CacheBytes = Math.Max(LeastCacheBytes, (long)options.Keys * CachedRowBytes / KeysToCache),
        },
        BenchModes.RocksDb => options with { StateInMemory = false },
        _ => options,
    };

    private static BenchResult Measure(string name, BenchOptions options, BenchSite site, Action<string> report)
    {
        BenchMode mode = BenchModes.Of(name, site, options);
        report($"generating {mode.Records:N0} records");
        mode.Fill();
        report("bare reader");
        (double readerRate, double readerCpuRate) = ReaderRun(site, mode);
        EngineRun? large = null;
        if (options.SliceRecords > 0)
        {
            // The same over large slices first, in the same run: machines are noisy, and only so the two compare.
            report($"{name} over large slices");
            large = EngineRun.Of(site, mode, $"{name}-large", options with { SliceRecords = 0 });
            report($"recording cuts of {options.SliceRecords} records");
            FineCuts.Write(
                site.Log, EngineRun.TopologyOf(site, name),
                [.. mode.Topics.Order(StringComparer.Ordinal)
                    .Select(topic => new SourceTopic(topic, options.Partitions))],
                options.SliceRecords);
        }

        report(name);
        EngineRun run = EngineRun.Of(site, mode, name, options);
        return new BenchResult(
            name, mode.Records, options.SliceRecords, run.Rate, readerRate, run.Rate / readerRate, run.Allocated,
            run.Wrong + (large?.Wrong ?? 0))
        {
            Log = options.Log,
            IsStateInMemory = site.State is null,
            Threads = options.Threads,
            Keys = options.Keys,
            PeakMemoryBytes = run.PeakMemoryBytes,
            ReaderRecordsPerCpuSecond = readerCpuRate,
            RecordsPerCpuSecond = run.CpuRate,
            LargeSlicesRecordsPerSecond = large?.Rate,
        };
    }

    private static (double Rate, double CpuRate) ReaderRun(BenchSite site, BenchMode mode)
    {
        (string topic, TopicContent[] contents) = mode.Input;
        var pass = new TopicPass(site.Log, topic, contents);
        pass.Run();
        TimeSpan cpuBefore = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        pass.Run();
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        double cpuSeconds = (Environment.CpuUsage.TotalTime - cpuBefore).TotalSeconds;
        long records = contents.Sum(content => content.Records);
        return pass.Wrong == 0
            ? (records / seconds, records / cpuSeconds)
            : throw new InvalidOperationException($"The reader found {pass.Wrong} of {records} records wrong.");
    }
}
