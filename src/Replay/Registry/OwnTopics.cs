using System.Globalization;
using System.Text.RegularExpressions;
using Kappa.Logs;

namespace Kappa.Replay;

/// <summary>
/// The topics that Kappa keeps for itself, told by their names: cuts of a topology, data of an instance.
/// </summary>
internal static partial class OwnTopics
{
    /// <summary>Whose cuts a topic holds, sealed or not; null where it holds none.</summary>
    public static string? TopologyOfCuts(string topic) =>
        CutsName().Match(topic) is { Success: true } match ? match.Groups["topology"].Value : null;

    /// <summary>The instance that a topic belongs to; null where it belongs to none.</summary>
    public static (string Topology, int Version, int Instance)? InstanceOf(string topic) =>
        InstanceName().Match(topic) is { Success: true } match
            && int.TryParse(match.Groups["version"].Value, CultureInfo.InvariantCulture, out int version)
            && int.TryParse(match.Groups["instance"].Value, CultureInfo.InvariantCulture, out int instance)
            ? (match.Groups["topology"].Value, version, instance) : null;

    /// <summary>The instances of a topology that have positions: all that have run and were not retired.</summary>
    public static IReadOnlyList<(int Version, int Instance)> Instances(ILog log, string topology) =>
    [
        .. log.Topics.Select(topic => InstanceOf(topic.Name)).OfType<(string Topology, int Version, int Instance)>()
            .Where(instance => instance.Topology == topology && log.Find(PositionsOf(instance)) is not null)
            .Select(instance => (instance.Version, instance.Instance)).Distinct().Order(),
    ];

    /// <summary>The topologies that have cuts or positions, by name.</summary>
    public static IReadOnlyList<string> Topologies(ILog log) =>
    [
        .. log.Topics.Select(topic => TopologyOfCuts(topic.Name)
            ?? (InstanceOf(topic.Name) is { } instance && topic.Name == PositionsOf(instance)
                ? instance.Topology : null))
            .OfType<string>().Distinct().Order(StringComparer.Ordinal),
    ];

    /// <summary>Name of an instance.</summary>
    public static string NameOf(string topology, int version, int instance) =>
        string.Create(CultureInfo.InvariantCulture, $"{topology}.v{version}.i{instance}");

    private static string PositionsOf((string Topology, int Version, int Instance) instance) =>
        $"{NameOf(instance.Topology, instance.Version, instance.Instance)}.positions";

    [GeneratedRegex(@"^kappa\.(?<topology>[a-z][a-z0-9-]{0,63})\.cuts(\.sealed)?$", RegexOptions.ExplicitCapture)]
    private static partial Regex CutsName();

    [GeneratedRegex(
        @"^(?<topology>[a-z][a-z0-9-]{0,63})\.v(?<version>[0-9]+)\.i(?<instance>[0-9]+)\.",
        RegexOptions.ExplicitCapture)]
    private static partial Regex InstanceName();
}
