using Kappa.Graph;

namespace Kappa.Replay;

/// <summary>
/// Finds the operators whose results depend on records of a source that compaction or retention may have taken.
/// </summary>
internal static class CaringOperators
{
    /// <summary>
    /// They look at one record, or come to the same table from the last value of each key alone. A kind that is not
    /// listed is taken to look at every record.
    /// </summary>
    private static readonly HashSet<string> OnlyLastValue =
    [
        "stream", "table", "filter", "map-values", "select-key", "exchange", "table-filter", "table-map-values",
        "table-table-join", "to-stream", "table-output", "debezium", "newer-rows", "captured-table",
    ];

    /// <summary>Those that look at every record of a topic: compaction has changed their results.</summary>
    public static IReadOnlyList<string> AboutEveryRecord(TopologyGraph graph, string topic) =>
        Select(graph, topic, node => !OnlyLastValue.Contains(node.Kind));

    /// <summary>
    /// Those that hold results over the topic, or send one for each record: a missing front has changed them.
    /// </summary>
    public static IReadOnlyList<string> AboutTheFront(TopologyGraph graph, string topic) =>
        Select(graph, topic, node => node.Store is not null || !OnlyLastValue.Contains(node.Kind));

    private static string[] Select(TopologyGraph graph, string topic, Func<Node, bool> cares)
    {
        var seen = new HashSet<Node>();
        var left = new Stack<Node>(graph.Nodes.Where(node => node is ISourceNode source && source.Topic == topic));
        while (left.TryPop(out Node? node))
        {
            if (seen.Add(node))
            {
                foreach (Node child in node.Children)
                {
                    left.Push(child);
                }
            }
        }

        return [.. seen.Where(cares).Select(Describe).Order(StringComparer.Ordinal)];
    }

    private static string Describe(Node node) => node is ISinkNode sink
        ? $"output '{sink.Topic}'"
        : $"{node.Kind} '{node.Store?.Name ?? node.Name}'";
}
