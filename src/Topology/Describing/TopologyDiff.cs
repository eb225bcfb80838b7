using Kappa.Graph;

namespace Kappa.Describing;

/// <summary>Says part by part what becomes of a topology in another version.</summary>
/// <remarks>
/// Parts are found by name. One is kept where everything on the way to it has the same names, kinds and settings, back
/// to the source topics. What functions compute is not seen.
/// </remarks>
internal sealed class TopologyDiff
{
    private const int MostReasons = 4;

    private readonly Dictionary<string, Node> _old;
    private readonly Dictionary<Node, bool> _same = [];

    private TopologyDiff(TopologyGraph old) => _old = old.Nodes.ToDictionary(node => node.Name, StringComparer.Ordinal);

    public static IReadOnlyList<TopologyChange> Between(TopologyGraph old, TopologyGraph next)
    {
        var diff = new TopologyDiff(old);
        List<(TopologyPart Part, string Name, Node Owner)> before = [.. PartsOf(old)];
        List<(TopologyPart Part, string Name, Node Owner)> after = [.. PartsOf(next)];
        var known = before.Select(part => (part.Part, part.Name)).ToHashSet();
        var left = after.Select(part => (part.Part, part.Name)).ToHashSet();
        return
        [
            .. after.Select(part => known.Contains((part.Part, part.Name))
                ? diff.Compare(part.Part, part.Name, part.Owner, before)
                : new TopologyChange(TopologyChangeKind.Added, part.Part, part.Name, [])),
            .. before.Where(part => !left.Contains((part.Part, part.Name)))
                .Select(part => new TopologyChange(TopologyChangeKind.Removed, part.Part, part.Name, [])),
        ];
    }

    public static IReadOnlyList<string> NamesOf(TopologyGraph graph, TopologyPart part) =>
        [.. PartsOf(graph).Where(one => one.Part == part).Select(one => one.Name)];

    /// <summary>All parts, each with its operator; a store of several operators with the last of them.</summary>
    private static IEnumerable<(TopologyPart Part, string Name, Node Owner)> PartsOf(TopologyGraph graph) => graph.Nodes
        .SelectMany(node => node.Stores.Select(store => (TopologyPart.Store, store.Name, node))
            .Concat(node switch
            {
                ISourceNode source => [(TopologyPart.Source, source.Topic, node)],
                ISinkNode sink => [(TopologyPart.Output, sink.Topic, node)],
                IExchangeNode => [(TopologyPart.Exchange, node.Name, node)],
                _ => Array.Empty<(TopologyPart, string, Node)>(),
            }))
        .GroupBy(part => (part.Item1, part.Item2)).Select(same => same.Last())
        .OrderBy(part => part.Item1).ThenBy(part => part.Item2, StringComparer.Ordinal);

    private TopologyChange Compare(
        TopologyPart part, string name, Node owner, List<(TopologyPart Part, string Name, Node Owner)> before)
    {
        Node earlier = before.First(other => other.Part == part && other.Name == name).Owner;
        if (earlier.Name == owner.Name && IsSame(owner))
        {
            return new TopologyChange(TopologyChangeKind.Kept, part, name, []);
        }

        var reasons = new List<string>();
        if (earlier.Name != owner.Name)
        {
            reasons.Add($"it belongs to '{owner.Name}' ({owner.Kind}), not to '{earlier.Name}' ({earlier.Kind})");
        }

        Explain(owner, reasons, []);
        return new TopologyChange(TopologyChangeKind.Changed, part, name, reasons);
    }

    /// <summary>Whether an operator, and all on the way to it, are in the old topology too.</summary>
    private bool IsSame(Node node)
    {
        if (!_same.TryGetValue(node, out bool isSame))
        {
            isSame = OwnChange(node) is null && node.Parents.All(IsSame);
            _same.Add(node, isSame);
        }

        return isSame;
    }

    /// <summary>What differs at the operator itself; null for nothing.</summary>
    private string? OwnChange(Node node)
    {
        if (!_old.TryGetValue(node.Name, out Node? old))
        {
            return "is new";
        }

        if (old.Kind != node.Kind)
        {
            return $"was {old.Kind}";
        }

        IEnumerable<string> changes = Changes(old.Settings, node.Settings)
            .Concat(Changes(Described(old.Stores), Described(node.Stores)))
            .Concat(old.Inputs.Select(input => input.Name).SequenceEqual(node.Inputs.Select(input => input.Name))
                ? [] : [$"reads {Names(node)}, not {Names(old)}"]);
        string text = string.Join("; ", changes);
        return text.Length == 0 ? null : text;
    }

    private static IEnumerable<string> Changes(IEnumerable<Setting> old, IEnumerable<Setting> next)
    {
        Dictionary<string, string> before = new(StringComparer.Ordinal);
        foreach ((string name, string value) in old)
        {
            before[name] = value;
        }

        foreach ((string name, string value) in next)
        {
            bool wasThere = before.Remove(name, out string? earlier);
            if (earlier != value)
            {
                yield return wasThere ? $"{name} = {value}, was {earlier}" : $"{name} = {value}, was not set";
            }
        }

        foreach ((string name, string value) in before)
        {
            yield return $"{name} is not set, was {value}";
        }
    }

    private static IEnumerable<Setting> Described(IReadOnlyList<StoreSpec> stores) => stores.SelectMany(store => store
        .Settings.Select(setting => new Setting($"store {store.Name} {setting.Name}", setting.Value))
        .Prepend(new Setting($"store {store.Name}", $"{store.KeySerdeName} -> {store.ValueSerdeName}")));

    private static string Names(Node node) =>
        string.Join(", ", node.Inputs.Select(input => $"'{input.Name}'").DefaultIfEmpty("nothing"));

    /// <summary>The changes nearest to a part first.</summary>
    private void Explain(Node node, List<string> reasons, HashSet<Node> seen)
    {
        if (reasons.Count >= MostReasons || IsSame(node) || !seen.Add(node))
        {
            return;
        }

        if (OwnChange(node) is { } change)
        {
            reasons.Add($"'{node.Name}' ({node.Kind}) {change}");
        }

        foreach (Node parent in node.Parents)
        {
            Explain(parent, reasons, seen);
        }
    }
}
