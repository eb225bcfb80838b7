namespace Kappa.Logs;

/// <summary>A change of what is assigned to a member of a group.</summary>
/// <param name="Kind">What happened to the partitions.</param>
/// <param name="Partitions">The partitions that it is about; the others stay as they are.</param>
public sealed record GroupChange(GroupChangeKind Kind, IReadOnlyList<TopicPartition> Partitions);
