namespace Kappa.Kafka;

/// <summary>A topic of the cluster as it was last seen, until it is deleted: one created anew is another.</summary>
internal sealed class KafkaTopic(TopicDescription description)
{
    private volatile TopicDescription _description = description;
    private volatile PartitionEnds[] _ends = NewEnds(description.Partitions);
    private volatile bool _isDeleted;

    public TopicDescription Description => _description;

    public bool IsDeleted => _isDeleted;

    /// <summary>Whether its user was told that it loses old records.</summary>
    public bool IsWarned { get; set; }

    public PartitionEnds Ends(int partition) => _ends[partition];

    /// <summary>Takes over what is known now.</summary>
    public void Update(TopicDescription description)
    {
        if (description.Partitions > _ends.Length)
        {
            _ends = [.. _ends, .. NewEnds(description.Partitions - _ends.Length)];
        }

        _description = description;
    }

    public void Delete() => _isDeleted = true;

    private static PartitionEnds[] NewEnds(int count) =>
        [.. Enumerable.Range(0, count).Select(_ => new PartitionEnds())];
}
