using Kappa.Graph;

namespace Kappa.Building;

/// <summary>
/// Puts the nodes of a graph in one order that depends on names and attachment, not on the order of unrelated calls.
/// </summary>
internal static class GraphOrder
{
    /// <summary>
    /// Parents before children; sources by name, and children in the order they were attached, as far as possible.
    /// </summary>
    public static IReadOnlyList<Node> Of(IEnumerable<Node> sources)
    {
        var seen = new HashSet<Node>();
        var order = new List<Node>();
        foreach (Node source in sources.OrderByDescending(source => source.Name, StringComparer.Ordinal))
        {
            Visit(source, seen, order);
        }

        order.Reverse();
        return order;
    }

    private static void Visit(Node node, HashSet<Node> seen, List<Node> order)
    {
        if (!seen.Add(node))
        {
            return;
        }

        foreach (Node child in node.Children.Reverse())
        {
            Visit(child, seen, order);
        }

        order.Add(node);
    }
}
