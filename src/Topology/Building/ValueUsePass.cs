using Kappa.Graph;

namespace Kappa.Building;

/// <summary>
/// Finds the nodes that look at values, or hand them on to one that does: what comes to the others is not even
/// deserialised, nor sent through an exchange.
/// </summary>
internal static class ValueUsePass
{
    /// <param name="nodes">All nodes, in topological order.</param>
    /// <param name="isMuted">Which outputs nobody writes, since a version does not publish them.</param>
    /// <param name="hasEffects">Whether operators act that are there for what they do outside.</param>
    public static IReadOnlySet<Node> Of(
        IReadOnlyList<Node> nodes, Func<ISinkNode, bool> isMuted, bool hasEffects = true)
    {
        var users = new HashSet<Node>();
        foreach (Node node in nodes.Reverse())
        {
            if (node.Traits.Values switch
            {
                Use.Requires => node switch
                {
                    ISinkNode sink => !isMuted(sink),
                    IEffectNode => hasEffects,
                    _ => true,
                },
                Use.Passes => node.Children.Any(users.Contains),
                _ => false,
            })
            {
                users.Add(node);
            }
        }

        return users;
    }
}
