namespace Kappa.Crash.Tests;

/// <summary>What is there of a snapshot.</summary>
/// <param name="IsThere">All of it; else nothing is.</param>
/// <param name="IsLast">Whether the table is the dump: nobody has written something else behind it.</param>
/// <param name="Records">Records that it has in the topic.</param>
internal sealed record SnapshotVerdict(bool IsThere, bool IsLast, int Records);
