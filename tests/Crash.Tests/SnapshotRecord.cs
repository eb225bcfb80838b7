namespace Kappa.Crash.Tests;

/// <summary>A record of a topic that snapshots and others write to.</summary>
/// <param name="Partition">Its partition.</param>
/// <param name="Key">Its key.</param>
/// <param name="Value">Its value; null for a tombstone.</param>
/// <param name="Snapshot">The snapshot that says it wrote it; null for none.</param>
/// <param name="Operation">What it says it does; null for nothing.</param>
internal sealed record SnapshotRecord(int Partition, string Key, string? Value, string? Snapshot, string? Operation);
