namespace Kappa.Bench;

/// <summary>What a benchmark of snapshots measured.</summary>
/// <param name="Rows">Rows of each dump.</param>
/// <param name="Steps">What was done, in its order.</param>
/// <param name="AsOfRecords">Records of the change log that the table as of its end was made from.</param>
/// <param name="AsOfRecordsPerSecond">How quick that was.</param>
/// <param name="WrongResults">Steps that found other changes than there are; anything but 0 is a failure.</param>
public sealed record SnapshotBenchResult(
    long Rows, IReadOnlyList<SnapshotBenchStep> Steps, long AsOfRecords, double AsOfRecordsPerSecond,
    long WrongResults);
