using Kappa.Graph;
using Kappa.Logs;

namespace Kappa.Replay;

/// <summary>Sources that have lost records which their readers count on, to compaction.</summary>
internal static class CompactedSources
{
    /// <summary>
    /// What to know of each compacted source on which an operator depends that looks at every record.
    /// </summary>
    /// <param name="log">The log.</param>
    /// <param name="topology">Who reads them.</param>
    /// <param name="ofStreams">Whether those that are read as tables alone are left out.</param>
    public static IReadOnlyList<string> Of(ILog log, Topology topology, bool ofStreams) =>
    [
        .. topology.Graph.SourceTopics
            .Where(source => log.Find(source)?.Cleanup == CleanupPolicy.Compact
                && (!ofStreams || IsStream(topology.Graph, source)))
            .Select(source => (Source: source, Operators: CaringOperators.AboutEveryRecord(topology.Graph, source)))
            .Where(found => found.Operators.Count > 0)
            .Select(found => Text(found.Source, found.Operators)),
    ];

    /// <summary>Says what compaction has done to results.</summary>
    public static string Text(string topic, IReadOnlyList<string> operators) =>
        $"Topic {topic} is compacted: of its older records only the last one of each key is left. " +
        $"{PlanWarnings.Join(operators)} depend on every record, so results can differ from what was seen live.";

    private static bool IsStream(TopologyGraph graph, string topic) => graph.Nodes.Any(
        node => node is ISourceNode source && source.Topic == topic && !source.IsTable);
}
