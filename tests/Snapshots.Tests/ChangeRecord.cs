namespace Kappa.Snapshots.Tests;

/// <summary>A record of a topic as a test compares it.</summary>
/// <param name="Operation">What it says that it does; empty where a snapshot did not write it.</param>
/// <param name="Key">Its key.</param>
/// <param name="Value">Its value; null for a tombstone.</param>
/// <param name="Snapshot">The snapshot that wrote it; empty for none.</param>
internal sealed record ChangeRecord(string Operation, string Key, string? Value, string Snapshot);
