namespace Kappa.Kafka;

/// <summary>Changes the topics of a cluster, and tells who waits for a change.</summary>
internal sealed class KafkaTopicChanges(
    KafkaAdmin admin, KafkaTopics topics, KafkaOffsets offsets, ChangeSignal signal) : ILogAdmin
{
    public TopicDescription CreateTopic(string topic, TopicSettings settings)
    {
        ArgumentNullException.ThrowIfNull(topic);
        ArgumentNullException.ThrowIfNull(settings);
        TopicDescription created = topics.Create(topic, settings);
        signal.Move();
        return created;
    }

    public TopicDescription AddPartitions(string topic, int partitions)
    {
        ArgumentNullException.ThrowIfNull(topic);
        TopicDescription changed = topics.AddPartitions(topic, partitions);
        signal.Move();
        return changed;
    }

    public void DeleteTopic(string topic)
    {
        ArgumentNullException.ThrowIfNull(topic);
        topics.Delete(topic);
        signal.Move();
    }

    public long DeleteRecords(TopicPartition partition, long beforeOffset)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(beforeOffset);
        PartitionOffsets bounds = offsets.Of([partition])[0];
        long before = Math.Min(beforeOffset, bounds.LastStable);
        if (before <= bounds.Earliest)
        {
            return bounds.Earliest;
        }

        long earliest = admin.DeleteRecords(partition, before);
        topics.Require(partition).Ends(partition.Partition).Begins(earliest);
        signal.Move();
        return earliest;
    }

    /// <summary>Nothing: the brokers clean up by themselves, when they choose.</summary>
    public void CleanUp()
    {
    }
}
