namespace Kappa;

/// <summary>One partition of one topic: the unit of order.</summary>
/// <param name="Topic">Name of the topic.</param>
/// <param name="Partition">Number of the partition, from 0.</param>
public readonly record struct TopicPartition(string Topic, int Partition)
{
    /// <summary>Writes the partition as <c>topic/partition</c>, as everywhere in messages and answers.</summary>
    public override string ToString() => $"{Topic}/{Partition}";
}
