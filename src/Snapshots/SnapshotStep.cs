namespace Kappa.Snapshots;

/// <summary>How far a snapshot is.</summary>
/// <param name="Phase">What is being done.</param>
/// <param name="Done">Rows or records that this phase is through with.</param>
/// <param name="All">How many it has; 0 where that is not known.</param>
public readonly record struct SnapshotStep(SnapshotPhase Phase, long Done, long All);
