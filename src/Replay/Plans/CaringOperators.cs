using Kappa.Graph;

namespace Kappa.Replay;

/// <summary>
/// Finds the operators whose results depend on records of a source that compaction or retention may have taken.
/// </summary>
internal static class CaringOperators
{
    /// <summary>Those that look at every record of a topic: compaction has changed their results.</summary>
    public static IReadOnlyList<string> AboutEveryRecord(TopologyGraph graph, string topic) =>
        Select(graph, topic, node => node.Traits.Reads == Reads.EveryRecord);

    /// <summary>
    /// Those that hold results over the topic, or send one for each record: a missing front has changed them.
    /// </summary>
    public static IReadOnlyList<string> AboutTheFront(TopologyGraph graph, string topic) =>
        Select(graph, topic, node => node.Stores.Count > 0 || node.Traits.Reads == Reads.EveryRecord);

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
        : $"{node.Kind} '{(node.Stores.Count > 0 ? node.Stores[0].Name : node.Name)}'";
}
