namespace Kappa.Replay;

/// <summary>How long a replay would take, on this machine as it is now.</summary>
/// <param name="Low">If all of it goes as fast as the fastest part of the sample, and a little faster.</param>
/// <param name="Expected">At the average rate of the sample.</param>
/// <param name="High">If all of it goes as slow as the slowest part, and slower, since stores grow.</param>
public sealed record PlanTime(TimeSpan Low, TimeSpan Expected, TimeSpan High);
