namespace Kappa.Replay;

/// <summary>How fast the topology ran over the first records of the replay.</summary>
/// <param name="Records">Records that it processed.</param>
/// <param name="Duration">How long that took, without opening.</param>
/// <param name="RecordsPerSecond">Average rate, once warm.</param>
/// <param name="Slowest">Rate of the slowest part of the sample, records per second.</param>
/// <param name="Fastest">Rate of the fastest part.</param>
/// <param name="FollowedCuts">
/// Whether it followed the recorded cuts, as the replay does; where none are recorded it made its own.
/// </param>
/// <param name="ReachedEnd">Whether it came to the end of what there is.</param>
/// <param name="Error">What it stopped on, as the replay would; null where it did not.</param>
public sealed record PlanSample(
    long Records, TimeSpan Duration, double RecordsPerSecond, double Slowest, double Fastest, bool FollowedCuts,
    bool ReachedEnd, KappaException? Error);
