namespace Kappa.Simulation.Tests;

/// <summary>What of a task's state is on the disk.</summary>
internal sealed record StateImage(
    IReadOnlyDictionary<string, (byte[] Key, byte[] Value, long TimestampMs)[]> Stores, byte[] Position);
