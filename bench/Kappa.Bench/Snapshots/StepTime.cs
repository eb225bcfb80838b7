using System.Diagnostics;

namespace Kappa.Bench;

/// <summary>What a step took.</summary>
/// <param name="WallSeconds">By the clock.</param>
/// <param name="CpuSeconds">Of the processors, by this process.</param>
internal readonly record struct StepTime(double WallSeconds, double CpuSeconds)
{
    /// <summary>Does work and measures it.</summary>
    public static async Task<StepTime> OfAsync(Func<Task> work)
    {
        GC.Collect(); // What the step before left behind is not this one's.
        TimeSpan cpu = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        await work().ConfigureAwait(false);
        return new StepTime(
            Stopwatch.GetElapsedTime(start).TotalSeconds, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds);
    }

    /// <summary>The middle one of some figures.</summary>
    public static double Median(IEnumerable<double> figures)
    {
        double[] sorted = [.. figures.Order()];
        return sorted[sorted.Length / 2];
    }
}
