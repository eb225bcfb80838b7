namespace Kappa.Engine;

/// <summary>The source partitions that cuts name, each by its index: topics in the order of registration.</summary>
internal sealed class CutSources
{
    private readonly Dictionary<string, int> _firstIndex = [];

    public CutSources(IReadOnlyList<SourceTopic> topics)
    {
        Topics = topics;
        var partitions = new List<TopicPartition>();
        foreach (SourceTopic topic in topics)
        {
            _firstIndex.Add(topic.Topic, partitions.Count);
            partitions.AddRange(Enumerable.Range(0, topic.Partitions).Select(p => new TopicPartition(topic.Topic, p)));
        }

        Partitions = [.. partitions];
    }

    public IReadOnlyList<SourceTopic> Topics { get; }

    public TopicPartition[] Partitions { get; }

    public int Count => Partitions.Length;

    public int IndexOf(TopicPartition partition) => _firstIndex[partition.Topic] + partition.Partition;

    public bool TryIndexOf(TopicPartition partition, out int index)
    {
        bool known = _firstIndex.TryGetValue(partition.Topic, out index);
        index += partition.Partition;
        return known;
    }

    /// <summary>Whether another list is the beginning of this one, so that its indexes mean the same.</summary>
    public bool BeginsWith(CutSources other) => Topics.Take(other.Topics.Count).SequenceEqual(other.Topics);

    /// <summary>
    /// Adds the topics that are not yet known; a change in number of partitions is refused (protocols.md 4).
    /// </summary>
    public CutSources With(string topology, IEnumerable<SourceTopic> wanted)
    {
        var topics = new List<SourceTopic>(Topics);
        foreach (SourceTopic topic in wanted)
        {
            int known = topics.FindIndex(other => other.Topic == topic.Topic);
            if (known < 0)
            {
                topics.Add(topic);
            }
            else if (topics[known].Partitions != topic.Partitions)
            {
                throw EngineErrors.PartitionsChanged(topology, topic.Topic, topics[known].Partitions, topic.Partitions);
            }
        }

        return topics.Count == Topics.Count ? this : new CutSources(topics);
    }
}
