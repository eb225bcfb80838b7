namespace Kappa.Bench;

/// <summary>What a benchmark of snapshots measured.</summary>
/// <param name="Rows">Rows of each dump.</param>
/// <param name="Steps">What was done, in its order.</param>
/// <param name="AsOf">The table as of a moment, from its change log.</param>
/// <param name="WrongResults">Steps that found other changes than there are; anything but 0 is a failure.</param>
public sealed record SnapshotBenchResult(
    long Rows, IReadOnlyList<SnapshotBenchStep> Steps, AsOfStep AsOf, long WrongResults);
