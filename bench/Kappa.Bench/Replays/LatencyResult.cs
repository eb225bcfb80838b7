namespace Kappa.Bench;

/// <summary>How long records took from their acknowledgement to the result that they gave.</summary>
/// <param name="Records">Records measured.</param>
/// <param name="P50Ms">Half of them took no longer, in milliseconds.</param>
/// <param name="P99Ms">99 of 100 did not.</param>
/// <param name="ReplayRecordsPerSecond">Speed of the replay meanwhile; 0 without one.</param>
public sealed record LatencyResult(int Records, double P50Ms, double P99Ms, double ReplayRecordsPerSecond);
