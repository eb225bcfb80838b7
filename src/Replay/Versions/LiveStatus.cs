using Kappa.Engine;

namespace Kappa.Replay;

/// <summary>How the live version does beside a replay.</summary>
/// <param name="Version">Its number.</param>
/// <param name="Lag">How far it is behind its sources, by what the log last said.</param>
/// <param name="P50Ms">Half of its runs of the last minute took no longer, in milliseconds; null for none.</param>
/// <param name="P99Ms">99 of 100 did not.</param>
public sealed record LiveStatus(int Version, EngineLag Lag, double? P50Ms, double? P99Ms)
{
    private static readonly TimeSpan LatencyWindow = TimeSpan.FromMinutes(1);

    internal static LiveStatus Of(IRunningVersion engine)
    {
        (double P50, double P99)? latency = engine.Latency.Within(LatencyWindow);
        return new LiveStatus(engine.Topology.Version, engine.Lag.Last, latency?.P50, latency?.P99);
    }
}
