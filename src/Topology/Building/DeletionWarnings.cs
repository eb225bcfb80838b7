using Kappa.Graph;

namespace Kappa.Building;

/// <summary>
/// Finds operators of streams that may lose or make up a deletion, on its way from a table's ToStream to a topic.
/// </summary>
internal static class DeletionWarnings
{
    private const string Code = "KAP1022";

    public static IReadOnlyList<string> Of(IReadOnlyList<Node> nodes)
    {
        var behind = new HashSet<Node>(); // Operators that updates of a table come to,
        var deleting = new HashSet<Node>(); // and those that its deletions do.
        var warnings = new List<string>();
        foreach (Node node in nodes)
        {
            if (IsOfUpdates(node) || (IsOfStreams(node) && node.Parents.Any(behind.Contains)))
            {
                behind.Add(node);
                if (node.Parents.Any(parent => IsOfUpdates(node) ? parent.RowsLeave : deleting.Contains(parent)))
                {
                    deleting.Add(node);
                }
            }

            if ((node.RisksUpdates ? behind : deleting).Contains(node) && node.DeletionRisk is { } risk
                && Topics(node) is { Length: > 0 } topics)
            {
                string sinks = string.Join(", ", topics.Select(topic => $"To(\"{topic}\")"));
                warnings.Add($"The operator '{node.Name}' between ToStream() and {sinks} {risk} ({Code})");
            }
        }

        return warnings;
    }

    /// <summary>Whether it makes records of a table's updates, and so of deletions.</summary>
    private static bool IsOfUpdates(Node node) => node.Traits is { Takes: Flow.Table, Gives: Flow.Stream };

    /// <summary>Whether it hands on what comes in, record by record; totals leave deletions out by nature.</summary>
    private static bool IsOfStreams(Node node) => node.Traits is { Takes: Flow.Stream, Gives: Flow.Stream };

    private static string[] Topics(Node node) =>
    [
        .. node.Children.Distinct().SelectMany(child => child switch
        {
            ISinkNode sink => [sink.Topic],
            _ when IsOfStreams(child) => Topics(child),
            _ => [],
        }).Distinct(),
    ];
}
