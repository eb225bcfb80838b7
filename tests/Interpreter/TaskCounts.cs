using Kappa.Graph;

namespace Kappa.Interpreter;

/// <summary>How many tasks each subtopology has (docs/semantics.md, 2.25).</summary>
internal static class TaskCounts
{
    public static Dictionary<Subtopology, int> Of(TopologyGraph graph, IReadOnlyDictionary<string, int> partitions)
    {
        var counts = new Dictionary<Subtopology, int>();
        foreach (Subtopology sub in graph.Subtopologies)
        {
            int? given = sub.Inputs.Select(input => input switch
            {
                IGlobalNode => 1,
                ISourceNode source => partitions[source.Topic],
                IExchangeNode { PartitionsOf: { } other } =>
                    counts[graph.Subtopologies.First(first => first.Nodes.Contains(other))],
                IExchangeNode exchange => exchange.Partitions,
                _ => null,
            }).FirstOrDefault(count => count is not null);
            counts[sub] = given ?? sub.Inputs.Max(exchange =>
                counts[graph.Subtopologies.First(upstream => upstream.Nodes.Contains(exchange))]);
        }

        return counts;
    }
}
