namespace Kappa.Crash.Tests;

/// <summary>An instant of a trace: a call begins, or it has ended.</summary>
/// <param name="Call">The call.</param>
/// <param name="IsEnd">Whether it has ended.</param>
/// <param name="Time">What the clock said: nothing that comes later was seen by anybody before.</param>
internal sealed record TracedMoment(TracedCall Call, bool IsEnd, DateTimeOffset Time);
