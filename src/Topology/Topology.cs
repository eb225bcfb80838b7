using System.Reflection;
using Kappa.Building;
using Kappa.Graph;

namespace Kappa;

/// <summary>A validated description of a computation, ready to run. Immutable.</summary>
public sealed class Topology
{
    internal Topology(string name, int version, TopologyGraph graph, string description, string fingerprint)
    {
        Warnings = DeletionWarnings.Of(graph.Nodes);
        Name = name;
        Version = version;
        Graph = graph;
        Description = description;
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
    /// </value>
    public IReadOnlyList<string> Warnings { get; }

    internal TopologyGraph Graph { get; }

    /// <summary>Decides what becomes of records that its code fails on; null to stop at each.</summary>
    internal Func<FailedRecord, FailureAction>? OnFailure { get; init; }

    private string Description { get; }

    /// <summary>Describes the topology as text: subtopologies, operators, stores, topics.</summary>
    public string Describe() => Description;

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
