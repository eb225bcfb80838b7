namespace Kappa.Logs;

/// <summary>An append that waits for its commit.</summary>
/// <param name="Partition">Where it goes.</param>
/// <param name="Records">Its records; its owner leaves them alone until the commit.</param>
internal readonly record struct PendingAppend(TopicPartition Partition, RecordBuffer Records);
