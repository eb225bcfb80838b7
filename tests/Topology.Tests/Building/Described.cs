using Kappa.Graph;

namespace Kappa.Topologies.Tests;

/// <summary>Builds a topology of a few lines, and reads off what a test is about.</summary>
internal static class Described
{
    public static Topology Build(Action<StreamBuilder> describe)
    {
        var builder = new StreamBuilder();
        describe(builder);
        return builder.Build("test");
    }

    public static IReadOnlyList<string> Stores(this Topology topology) =>
        [.. topology.Graph.Nodes.SelectMany(node => node.Stores).Select(store => store.Name)
            .Order(StringComparer.Ordinal)];

    public static IReadOnlyList<string> Exchanges(this Topology topology) =>
        [.. topology.Graph.Nodes.OfType<IExchangeNode>().Cast<Node>().Select(node => node.Name)
            .Order(StringComparer.Ordinal)];

    public static IReadOnlyList<string> Names(this IEnumerable<Node> nodes) => [.. nodes.Select(node => node.Name)];

    public static OutputKind OutputKind(this Topology topology) => Assert.Single(topology.Graph.Sinks).Output;

    /// <summary>The error that a description ends with.</summary>
    public static KappaException Error(Action<StreamBuilder> describe) =>
        Assert.Throws<KappaException>(() => Build(describe));
}
