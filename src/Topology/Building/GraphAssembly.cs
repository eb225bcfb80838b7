using Kappa.Graph;

namespace Kappa.Building;

/// <summary>Makes the graph of a draft, and checks what can only be checked as a whole.</summary>
internal static class GraphAssembly
{
    public static TopologyGraph Assemble(GraphDraft draft, string name, int version)
    {
        CheckName(name, version);
        draft.Close();
        IReadOnlyList<Node> nodes = GraphOrder.Of(draft.Sources);
        return nodes.Count == 0
            ? throw TopologyErrors.NoSource(name, version)
            : new TopologyGraph(
                nodes,
                GraphCutter.Cut(nodes),
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
}
