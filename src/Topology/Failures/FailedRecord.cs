namespace Kappa;

/// <summary>A record that the code of a topology has failed on.</summary>
/// <param name="Topic">The source topic that it is from, also where a result of it failed further on.</param>
/// <param name="Partition">Its partition.</param>
/// <param name="Offset">Its offset.</param>
/// <param name="Task">The task that failed, as in <c>kappa describe</c>: subtopology and partition.</param>
/// <param name="Stage">What could not be done.</param>
/// <param name="Error">What was thrown.</param>
public sealed record FailedRecord(
    string Topic, int Partition, long Offset, string Task, FailureStage Stage, Exception Error);
