using Kappa.Graph;

namespace Kappa.Building;

/// <summary>Makes the graph of a draft, and checks what can only be checked as a whole.</summary>
internal static class GraphAssembly
{
    public static TopologyGraph Assemble(GraphDraft draft, string name, int version)
    {
        CheckName(name, version);
        if (!draft.Sources.Any())
        {
            throw TopologyErrors.NoSource(name, version);
        }

        draft.Close();
        IReadOnlyList<Node> nodes = GraphOrder.Of(draft.Sources);
        IReadOnlyList<Subtopology> parts = GraphCutter.Cut(nodes);
        CheckPartitions(parts);
        return new TopologyGraph(
            nodes,
            parts,
            [.. nodes.OfType<ISourceNode>().Select(source => source.Topic).Order(StringComparer.Ordinal)],
            [.. nodes.OfType<ISinkNode>()],
            OldValuePass.Of(nodes));
    }

    public static void CheckName(string name, int version)
    {
        if (!Names.IsName(name))
        {
            throw TopologyErrors.BadTopologyName(name);
        }

        if (version < 1)
        {
            throw TopologyErrors.BadVersion(name, version);
        }
    }

    /// <summary>What comes together in one task has one number of partitions.</summary>
    private static void CheckPartitions(IReadOnlyList<Subtopology> parts)
    {
        foreach (Subtopology part in parts)
        {
            (string Name, int Partitions)[] asked = [.. part.Inputs
                .Where(input => input is IExchangeNode { Partitions: not null })
                .Select(input => (input.Name, ((IExchangeNode)input).Partitions!.Value))];
            if (asked.DistinctBy(exchange => exchange.Partitions).Count() > 1)
            {
                throw TopologyErrors.ExchangesDiffer(asked);
            }
        }
    }
}
