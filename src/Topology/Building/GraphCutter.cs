using Kappa.Graph;

namespace Kappa.Building;

/// <summary>Cuts a graph at its exchanges: what hangs together without crossing one is a subtopology.</summary>
internal sealed class GraphCutter
{
    private readonly IReadOnlyList<Node> _nodes;
    private readonly Dictionary<Node, int> _indexes;
    private readonly UnionFind _sets;
    private readonly Dictionary<int, int> _phases = [];
    private readonly List<(int Set, string Exchange)> _path = [];

    private GraphCutter(IReadOnlyList<Node> nodes)
    {
        _nodes = nodes;
        _indexes = nodes.Select((node, index) => (node, index)).ToDictionary(pair => pair.node, pair => pair.index);

        // An exchange has two ends: as a node it is part of what is before it; its far end counts from nodes.Count on.
        _sets = new UnionFind(2 * nodes.Count);
        foreach (Node node in nodes)
        {
            foreach (Node parent in node.Parents.Where(parent => parent is not IGlobalNode))
            {
                _sets.Union(_indexes[node], parent is IExchangeNode ? FarEnd(parent) : _indexes[parent]);
            }
        }

        // What shares a store shares a task: it belongs to one thread.
        foreach (IGrouping<string, Node> users in nodes
            .SelectMany(node => node.Stores.Select(store => (node, store)))
            .GroupBy(use => use.store.Name, use => use.node))
        {
            foreach (Node user in users.Skip(1))
            {
                _sets.Union(_indexes[users.First()], _indexes[user]);
            }
        }
    }

    /// <param name="nodes">All nodes, in topological order.</param>
    /// <returns>The subtopologies, by their numbers.</returns>
    /// <exception cref="KappaException">KAP1015: an exchange leads back to what is before it.</exception>
    public static IReadOnlyList<Subtopology> Cut(IReadOnlyList<Node> nodes)
    {
        var cutter = new GraphCutter(nodes);
        return [.. nodes
            .GroupBy(node => cutter.SetOf(node))
            .Select(set => new Subtopology(0, cutter.PhaseOf(set.Key), cutter.InputsOf(set.Key), [.. set]))
            .OrderBy(part => part.Phase)
            .ThenBy(part => part.Inputs[0].Name, StringComparer.Ordinal)
            .Select((part, id) => part with { Id = id })];
    }

    private int FarEnd(Node exchange) => _nodes.Count + _indexes[exchange];

    private int SetOf(Node node) => _sets.Find(_indexes[node]);

    private IEnumerable<Node> ExchangesInto(int set) =>
        _nodes.Where(node => node is IExchangeNode && _sets.Find(FarEnd(node)) == set);

    private IReadOnlyList<Node> InputsOf(int set) =>
        [.. _nodes.Where(node => node is ISourceNode && SetOf(node) == set)
            .Concat(ExchangesInto(set))
            .OrderBy(node => node.Name, StringComparer.Ordinal)];

    /// <summary>Exchanges on the longest way into a set.</summary>
    private int PhaseOf(int set)
    {
        if (_phases.TryGetValue(set, out int known))
        {
            return known;
        }

        int phase = 0;
        foreach (Node exchange in ExchangesInto(set))
        {
            int start = _path.FindIndex(step => step.Set == set);
            if (start >= 0)
            {
                throw TopologyErrors.Cycle(
                    [.. _path.Skip(start).Select(step => step.Exchange).Order(StringComparer.Ordinal)]);
            }

            _path.Add((set, exchange.Name));
            phase = Math.Max(phase, PhaseOf(SetOf(exchange)) + 1);
            _path.RemoveAt(_path.Count - 1);
        }

        _phases.Add(set, phase);
        return phase;
    }
}
