namespace Kappa.Engine;

/// <summary>How far a task has processed the lanes of an exchange that end in it.</summary>
/// <param name="Offset">First offset of its partition of the lane topic that may hold an unprocessed record.</param>
/// <param name="Next">For each lane, by upstream task, the number of its next record.</param>
internal sealed record LanePosition(long Offset, IReadOnlyList<long> Next);
