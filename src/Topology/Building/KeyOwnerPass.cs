using Kappa.Graph;

namespace Kappa.Building;

/// <summary>
/// Finds where records lie: with the task that owns their key, or still with the one that owns an earlier key of
/// theirs, so that what needs the key needs an exchange before it.
/// </summary>
/// <remarks>Asked while a topology is described: an answer hangs on what a node reads, which does not change.</remarks>
internal sealed class KeyOwnerPass
{
    private readonly Dictionary<Node, bool> _away = [];

    /// <summary>Whether what a node gives lies elsewhere than its key says.</summary>
    public bool IsAway(Node node)
    {
        if (!_away.TryGetValue(node, out bool away))
        {
            away = node.Traits.Key switch
            {
                KeyEffect.Changes => true,
                KeyEffect.Moves => false,
                _ => node.Parents.Any(IsAway),
            };
            _away.Add(node, away);
        }

        return away;
    }
}
