namespace Kappa.Replay;

/// <summary>How the live version does beside a replay.</summary>
/// <param name="Version">Its number.</param>
/// <param name="Lag">Records that it is behind its sources.</param>
/// <param name="P50Ms">Half of its last runs took no longer, in milliseconds.</param>
/// <param name="P99Ms">99 of 100 did not.</param>
public sealed record LiveStatus(int Version, long Lag, double P50Ms, double P99Ms);
