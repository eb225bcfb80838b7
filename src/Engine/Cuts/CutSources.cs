namespace Kappa.Engine;

/// <summary>The source partitions that cuts name, each by its index: topics in the order of registration.</summary>
internal sealed class CutSources
{
    private readonly Dictionary<string, int> _firstIndex = [];
    private readonly int[] _ranks;

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
        _ranks = new int[partitions.Count];
        int rank = 0;
        foreach (int index in Enumerable.Range(0, partitions.Count)
            .OrderBy(index => partitions[index].Topic, StringComparer.Ordinal).ThenBy(index => index))
        {
            _ranks[index] = rank++;
        }
    }

    public IReadOnlyList<SourceTopic> Topics { get; }

    public TopicPartition[] Partitions { get; }

    public int Count => Partitions.Length;

    /// <summary>
    /// Where a partition stands among all in the order that breaks ties: topics by name, not by registration, then
    /// partitions.
    /// </summary>
    /// <param name="index">Index of the partition.</param>
    public int Rank(int index) => _ranks[index];

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
