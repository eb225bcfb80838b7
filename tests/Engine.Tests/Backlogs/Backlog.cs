namespace Kappa.Engine.Tests;

/// <summary>A made-up history: what lies in the source topics before anything reads them.</summary>
internal sealed class Backlog(IEnumerable<PastPartition> partitions, int stages)
{
    /// <summary>Topics in ordinal order of their names, each with its partitions in order.</summary>
    public PastPartition[] Partitions { get; } = [.. partitions
        .OrderBy(partition => partition.Topic, StringComparer.Ordinal).ThenBy(partition => partition.Partition)];

    /// <summary>How often records are appended and processed.</summary>
    public int Stages { get; } = stages;

    /// <summary>Number of partitions of each topic.</summary>
    public Dictionary<string, int> Topics => Partitions.GroupBy(partition => partition.Topic)
        .ToDictionary(topic => topic.Key, topic => topic.Count());

    /// <summary>One topic of one partition after the other, all in the log before the first cut.</summary>
    public static Backlog Of(params (string Topic, PastRecord[] Records)[] topics) => new(
        topics.GroupBy(topic => topic.Topic).SelectMany(topic => topic.Select((part, partition) =>
            new PastPartition(part.Topic, partition, part.Records, [part.Records.Length]))),
        1);

    /// <summary>The same records, all in the log before the first cut.</summary>
    public Backlog AtOnce() => new(
        Partitions.Select(partition => partition with { StageEnds = [partition.Records.Length] }), 1);
}
