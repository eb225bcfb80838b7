namespace Kappa.Logs;

/// <summary>What one member of a group has, and what it is to have.</summary>
/// <param name="topics">The topics that it reads.</param>
internal sealed class GroupShare(IEnumerable<string> topics)
{
    /// <summary>The topics that the member reads.</summary>
    public IReadOnlySet<string> Topics { get; } = topics.ToHashSet(StringComparer.Ordinal);

    /// <summary>What it is to have.</summary>
    public SortedSet<TopicPartition> Target { get; } = new(PartitionOrder.Instance);

    /// <summary>What it was told that it has, and has not given back.</summary>
    public SortedSet<TopicPartition> Owned { get; } = new(PartitionOrder.Instance);

    /// <summary>What it was told to give back; it has done so when it asks for the next change.</summary>
    public SortedSet<TopicPartition> Revoked { get; } = new(PartitionOrder.Instance);

    /// <summary>What it owns of a topic that was deleted; it gives it back even if the topic is there again.</summary>
    public SortedSet<TopicPartition> Gone { get; } = new(PartitionOrder.Instance);

    /// <summary>Takes back what the member was told to give back.</summary>
    public void TakeBack()
    {
        Owned.ExceptWith(Revoked);
        Gone.ExceptWith(Revoked);
        Revoked.Clear();
    }
}
