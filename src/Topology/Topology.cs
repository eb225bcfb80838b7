using System.Reflection;
using Kappa.Building;
using Kappa.Describing;
using Kappa.Graph;

namespace Kappa;

/// <summary>A validated description of a computation, ready to run. Immutable.</summary>
public sealed class Topology
{
    internal Topology(string name, int version, TopologyGraph graph, string fingerprint)
    {
        Warnings =
            [.. DeletionWarnings.Of(graph.Nodes), .. graph.Nodes.Select(node => node.Warning).OfType<string>()];
        Name = name;
        Version = version;
        Graph = graph;
        Fingerprint = fingerprint;
    }

    /// <summary>Name of the topology.</summary>
    public string Name { get; }

    /// <summary>Number of the version, from 1.</summary>
    public int Version { get; }

    /// <summary>
    /// Structure and settings as 64 hexadecimal digits (SHA-256): the same description, the same fingerprint.
    /// </summary>
    public string Fingerprint { get; }

    /// <summary>What is allowed but seldom meant, each with operator and remedy; empty for most.</summary>
    /// <value>
    /// KAP1022: an operator of a stream may lose or make up a deletion on its way from a table to a topic.
    /// KAP1081: a join of streams keeps no record long enough to join it.
    /// </value>
    public IReadOnlyList<string> Warnings { get; }

    internal TopologyGraph Graph { get; }

    /// <summary>Decides what becomes of records that its code fails on; null to stop at each.</summary>
    internal Func<FailedRecord, FailureAction>? OnFailure { get; init; }

    /// <summary>Describes the topology: the same description, the same text.</summary>
    /// <param name="format">As text for people, as a drawing, or as JSON.</param>
    public string Describe(TopologyFormat format = TopologyFormat.Text) => format switch
    {
        TopologyFormat.Text => TopologyText.Of(Name, Version, Fingerprint, Graph),
        TopologyFormat.Mermaid => TopologyMermaid.Of(Name, Version, Graph),
        TopologyFormat.Json => TopologyJson.Of(Name, Version, Fingerprint, Graph),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "Text, Mermaid or Json."),
    };

    /// <summary>Gives the names of its sources, stores, exchanges or outputs, each once, in ordinal order.</summary>
    /// <param name="part">Which of them.</param>
    public IReadOnlyList<string> NamesOf(TopologyPart part) => TopologyDiff.NamesOf(Graph, part);

    /// <summary>Says what becomes of sources, stores, exchanges and outputs in another version.</summary>
    /// <param name="next">The other version.</param>
    /// <returns>
    /// First the parts of the other version, by kind and name, then those that it does not have. Structure and settings
    /// are compared; what functions compute is not seen: <c>kappa replay diff</c> compares results.
    /// </returns>
    public IReadOnlyList<TopologyChange> ChangesIn(Topology next)
    {
        ArgumentNullException.ThrowIfNull(next);
        return TopologyDiff.Between(Graph, next.Graph);
    }

    /// <summary>Builds the topology that a class describes.</summary>
    /// <param name="definition">An instance of a class that is marked with <see cref="TopologyAttribute"/>.</param>
    /// <exception cref="KappaException">
    /// KAP1001 and following: what is wrong with the description, and the way out.
    /// </exception>
    public static Topology From(ITopology definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        Type type = definition.GetType();
        TopologyAttribute attribute = type.GetCustomAttribute<TopologyAttribute>()
            ?? throw TopologyErrors.NoAttribute(type);
        GraphAssembly.CheckName(attribute.Name, attribute.Version);
        var builder = new StreamBuilder();
        definition.Build(builder);
        return builder.Build(attribute.Name, attribute.Version);
    }
}
