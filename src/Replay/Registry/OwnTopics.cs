using System.Text.RegularExpressions;
using Kappa.Engine;
using Kappa.Logs;

namespace Kappa.Replay;

/// <summary>
/// The topics that Kappa keeps for itself, told by their names: cuts of a topology, the records that its versions pass
/// over, data of an instance.
/// </summary>
internal static partial class OwnTopics
{
    /// <summary>Whose cuts a topic holds, sealed or not; null where it holds none.</summary>
    public static string? TopologyOfCuts(string topic) =>
        CutsName().Match(topic) is { Success: true } match ? match.Groups["topology"].Value : null;

    /// <summary>Whose notes of failed records a topic holds; null where it holds none.</summary>
    public static string? TopologyOfFailures(string topic) =>
        FailuresName().Match(topic) is { Success: true } match ? match.Groups["topology"].Value : null;

    /// <summary>The instances of a topology that have positions: all that have run and were not retired.</summary>
    public static IReadOnlyList<(int Version, int Instance)> Instances(ILog log, string topology) =>
    [
        .. log.Topics.Select(topic => InstanceName.OfTopic(topic.Name)).OfType<InstanceName>()
            .Where(instance => instance.Topology == topology && log.Find(PositionsOf(instance)) is not null)
            .Select(instance => (instance.Version, instance.Instance)).Distinct().Order(),
    ];

    /// <summary>The topologies that have cuts or positions, by name.</summary>
    public static IReadOnlyList<string> Topologies(ILog log) =>
    [
        .. log.Topics.Select(topic => TopologyOfCuts(topic.Name)
            ?? (InstanceName.OfTopic(topic.Name) is { } instance && topic.Name == PositionsOf(instance)
                ? instance.Topology : null))
            .OfType<string>().Distinct().Order(StringComparer.Ordinal),
    ];

    private static string PositionsOf(InstanceName instance) => $"{instance}.positions";

    [GeneratedRegex(@"^kappa\.(?<topology>[a-z][a-z0-9-]{0,63})\.cuts(\.sealed)?$", RegexOptions.ExplicitCapture)]
    private static partial Regex CutsName();

    [GeneratedRegex(@"^kappa\.(?<topology>[a-z][a-z0-9-]{0,63})\.failures$", RegexOptions.ExplicitCapture)]
    private static partial Regex FailuresName();
}
