namespace Kappa.Kafka;

/// <summary>An append that waits for its commit.</summary>
/// <param name="Partition">Where it goes.</param>
/// <param name="Topic">The topic as it was then: one that is created anew is another.</param>
/// <param name="Records">Its records; its owner leaves them alone until the commit.</param>
internal readonly record struct PendingAppend(TopicPartition Partition, KafkaTopic Topic, RecordBuffer Records);
