using System.Diagnostics;
using Kappa.Engine;

namespace Kappa.Bench;

/// <summary>What one run of the engine over all of its input came to.</summary>
/// <param name="Rate">Records by wall time.</param>
/// <param name="CpuRate">Records by CPU time of the process.</param>
/// <param name="Allocated">Bytes allocated a record, over the second half of them.</param>
/// <param name="PeakMemoryBytes">Most memory that the process had.</param>
/// <param name="Wrong">Wrong results.</param>
internal sealed record EngineRun(double Rate, double CpuRate, double Allocated, long PeakMemoryBytes, long Wrong)
{
    public static string TopologyOf(BenchSite site, string name) => site.Name($"bench-{name}");

    public static EngineRun Of(BenchSite site, BenchMode mode, string name, BenchOptions options)
    {
        var builder = new StreamBuilder();
        mode.Build(builder);
        using StreamEngine engine = StreamEngine.Open(
            builder.Build(TopologyOf(site, name)), site.Log, Settings(site, options));
        long records = mode.Records;
        long allocatedBefore = 0;
        long recordsBefore = 0;
        TimeSpan cpuBefore = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        while (engine.RunOnce())
        {
            long processed = engine.RecordsProcessed;
            if (recordsBefore == 0 && processed >= records / 2)
            {
                (allocatedBefore, recordsBefore) = (GC.GetTotalAllocatedBytes(precise: true), processed);
            }
        }

        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        double cpuSeconds = (Environment.CpuUsage.TotalTime - cpuBefore).TotalSeconds;
        double allocated = (GC.GetTotalAllocatedBytes(precise: true) - allocatedBefore)
            / (double)Math.Max(1, records - recordsBefore); // All may have been one run.
        using var process = Process.GetCurrentProcess();
        return new EngineRun(
            records / seconds, records / cpuSeconds, allocated, process.PeakWorkingSet64, mode.Wrong(engine));
    }

    private static EngineSettings Settings(BenchSite site, BenchOptions options) => new()
    {
        State = site.State,
        Threads = options.Threads,
        Role = options.SliceRecords > 0
            ? new CopyRole(site.OutputPrefix) : new LiveRole { OutputPrefix = site.OutputPrefix },
        Limits = new()
        {
            RunRecords = options.RunRecords ?? new EngineLimits().RunRecords,
            CacheBytes = options.CacheBytes ?? new EngineLimits().CacheBytes,
        },
    };
}
