using Kappa.Graph;
using Kappa.Logs;

namespace Kappa.Replay;

/// <summary>
/// Topics that are read as tables, and delete records by age or size: rows that stand still go with them.
/// </summary>
internal static class ForgettingTables
{
    /// <summary>What to know of each of them, with the way out.</summary>
    public static IReadOnlyList<string> Of(ILog log, Topology topology) =>
    [
        .. topology.Graph.SourceTopics
            .Where(source => topology.Graph.Nodes.OfType<ISourceNode>().Where(node => node.Topic == source)
                .All(node => node.NeedsLastOnly))
            .Select(log.Find).OfType<TopicDescription>()
            .Where(topic => topic.Cleanup == CleanupPolicy.Keep
                && (topic.RetentionTime is not null || topic.RetentionBytes is not null))
            .Select(Text),
    ];

    private static string Text(TopicDescription topic)
    {
        string limit = topic.RetentionTime is { } time
            ? $"after {RetentionRisk.Text(time)}" : $"beyond {topic.RetentionBytes:N0} bytes of a partition";
        return $"Topic {topic.Name} is read as a table, and deletes records {limit}: a row that is not written again " +
            "is missing from the next replay. Have it compacted instead: kafka-configs.sh --alter --entity-type " +
            $"topics --entity-name {topic.Name} --add-config cleanup.policy=compact; on an embedded log make anew: " +
            $"kappa topic create {topic.Name}-2 --partitions {topic.Partitions} --cleanup compact";
    }
}
