using System.Globalization;
using System.Text.RegularExpressions;

namespace Kappa.Engine;

/// <summary>Whose topics and state are whose: <c>TOPOLOGY.vN.iK</c>, instance K of version N of a topology.</summary>
/// <param name="Topology">Name of the topology.</param>
/// <param name="Version">Number of the version.</param>
/// <param name="Instance">Which run of the version it is; each replay is one more.</param>
public readonly partial record struct InstanceName(string Topology, int Version, int Instance)
{
    /// <summary>Names an instance of a version.</summary>
    /// <param name="topology">The version.</param>
    /// <param name="instance">Which run of it.</param>
    public static InstanceName Of(Topology topology, int instance)
    {
        ArgumentNullException.ThrowIfNull(topology);
        return new InstanceName(topology.Name, topology.Version, instance);
    }

    /// <summary>Tells which instance a topic belongs to, by its name; null for none.</summary>
    /// <param name="topic">Name of the topic.</param>
    public static InstanceName? OfTopic(string topic) =>
        TopicName().Match(topic) is { Success: true } match
            && int.TryParse(match.Groups["version"].Value, CultureInfo.InvariantCulture, out int version)
            && int.TryParse(match.Groups["instance"].Value, CultureInfo.InvariantCulture, out int instance)
            ? new InstanceName(match.Groups["topology"].Value, version, instance) : null;

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Topology}.v{Version}.i{Instance}");

    [GeneratedRegex(
        @"^(?<topology>[a-z][a-z0-9-]{0,63})\.v(?<version>[0-9]+)\.i(?<instance>[0-9]+)\.",
        RegexOptions.ExplicitCapture)]
    private static partial Regex TopicName();
}
