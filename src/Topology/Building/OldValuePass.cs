using Kappa.Graph;

namespace Kappa.Building;

/// <summary>
/// Finds the nodes whose readers ask what a row was before. Old values are worked out only for those, as in Kafka
/// Streams.
/// </summary>
internal static class OldValuePass
{
    /// <param name="nodes">All nodes, in topological order.</param>
    public static IReadOnlySet<Node> Of(IReadOnlyList<Node> nodes)
    {
        var asked = new HashSet<Node>();
        foreach (Node node in nodes.Reverse())
        {
            bool isKnownAnyway = node is IFilterNode && node.Parents[0].KnowsOldValues;
            if (isKnownAnyway || node.Children.Any(child => child.Traits.OldValues switch
            {
                Use.Requires => true,
                Use.Passes => asked.Contains(child),
                _ => false,
            }))
            {
                asked.Add(node);
            }
        }

        return asked;
    }
}
