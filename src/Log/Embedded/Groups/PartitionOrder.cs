namespace Kappa.Logs;

/// <summary>Partitions by topic (ordinal), then by number.</summary>
internal sealed class PartitionOrder : IComparer<TopicPartition>
{
    public static PartitionOrder Instance { get; } = new();

    public int Compare(TopicPartition x, TopicPartition y)
    {
        int byTopic = string.CompareOrdinal(x.Topic, y.Topic);
        return byTopic != 0 ? byTopic : x.Partition.CompareTo(y.Partition);
    }
}
