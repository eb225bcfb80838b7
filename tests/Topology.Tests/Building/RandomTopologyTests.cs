using Kappa.Graph;

namespace Kappa.Topologies.Tests;

/// <summary>What the engine relies on, for topologies at random.</summary>
public sealed class RandomTopologyTests
{
    private static readonly int Topologies = Campaign.Choose(400, 3_000);

    [Fact]
    public void Every_graph_is_cut_as_the_engine_relies_on()
    {
        int cut = 0;
        foreach (Topology topology in AtRandom())
        {
            IReadOnlyList<Subtopology> parts = topology.Graph.Subtopologies;
            Assert.Equal(
                topology.Graph.Nodes.Names().Order(StringComparer.Ordinal),
                parts.SelectMany(part => part.Nodes).Select(node => node.Name).Order(StringComparer.Ordinal));
            Assert.All(parts, (part, id) => CheckPart(parts, part, id));
            cut += parts.Count > 1 ? 1 : 0;
        }

        Assert.True(cut > Topologies / 10, $"Only {cut} topologies had more than one part.");
    }

    private static void CheckPart(IReadOnlyList<Subtopology> parts, Subtopology part, int id)
    {
        Assert.Equal(id, part.Id);
        Assert.True(id == 0 || parts[id - 1].Phase <= part.Phase);
        Assert.Equal(part.Inputs.Names().Order(StringComparer.Ordinal), part.Inputs.Names());

        // A part reads its parents itself, or gets them through an exchange, from a part of an earlier phase.
        HashSet<Node> reached = [.. part.Inputs.Where(input => input is IExchangeNode), .. part.Globals];
        foreach (Node node in part.Nodes)
        {
            Assert.All(node.Parents, parent => Assert.Contains(parent, reached));
            if (node is not IExchangeNode)
            {
                reached.Add(node);
            }
        }

        int phase = part.Inputs.Where(input => input is IExchangeNode)
            .Select(exchange => Assert.Single(parts, other => other.Nodes.Contains(exchange)).Phase + 1)
            .DefaultIfEmpty(0).Max();
        Assert.Equal(phase, part.Phase);
    }

    private static IEnumerable<Topology> AtRandom()
    {
        Random random = Seed.Fixed();
        for (int i = 0; i < Topologies; i++)
        {
            int seed = random.Next();
            Topology? topology = Build(seed);
            Assert.Equal(topology?.Describe(), Build(seed)?.Describe());
            if (topology is not null)
            {
                yield return topology;
            }
        }
    }

    /// <summary>A topology, or null where chance led an exchange back.</summary>
    private static Topology? Build(int seed)
    {
        try
        {
            return Described.Build(new RandomTopology(new Random(seed)).Describe);
        }
        catch (KappaException error) when (error.Code == "KAP1015")
        {
            return null;
        }
    }
}
