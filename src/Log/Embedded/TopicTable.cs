namespace Kappa.Logs;

/// <summary>The topics and their partitions at one moment; a topic that comes or goes makes a new table.</summary>
internal sealed class TopicTable(
    Dictionary<string, TopicDescription> byName, Dictionary<string, PartitionLog[]> partitions)
{
    public IReadOnlyDictionary<string, TopicDescription> ByName => byName;

    public Dictionary<string, PartitionLog[]> Partitions => partitions;

    public IReadOnlyList<TopicDescription> Ordered { get; } =
        [.. byName.Values.OrderBy(topic => topic.Name, StringComparer.Ordinal)];

    public IEnumerable<PartitionLog> AllPartitions => partitions.Values.SelectMany(logs => logs);

    public PartitionLog? TryPartition(TopicPartition partition) =>
        partitions.TryGetValue(partition.Topic, out PartitionLog[]? logs) &&
        (uint)partition.Partition < (uint)logs.Length
            ? logs[partition.Partition]
            : null;

    public TopicTable With(TopicDescription topic, PartitionLog[] logs) => new(
        new Dictionary<string, TopicDescription>(byName, StringComparer.Ordinal) { [topic.Name] = topic },
        new Dictionary<string, PartitionLog[]>(partitions, StringComparer.Ordinal) { [topic.Name] = logs });

    public TopicTable Without(string topic) => new(
        new Dictionary<string, TopicDescription>(
            byName.Where(entry => entry.Key != topic), StringComparer.Ordinal),
        new Dictionary<string, PartitionLog[]>(
            partitions.Where(entry => entry.Key != topic), StringComparer.Ordinal));
}
