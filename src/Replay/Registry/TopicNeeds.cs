using Kappa.Engine;
using Kappa.Logs;

namespace Kappa.Replay;

/// <summary>Which topics of Kappa's own something needs: these cannot be deleted by anybody through Kappa.</summary>
internal static class TopicNeeds
{
    private const string Groups = "kappa.groups";

    /// <summary>Says who needs a topic of Kappa's own.</summary>
    /// <returns>A part of a sentence; null where nothing does, or it is none of Kappa's own.</returns>
    /// <exception cref="KappaException">KAP4004 (exit 78): the registry cannot be read.</exception>
    public static string? Of(ILog log, string topic)
    {
        InstanceName? instance = InstanceName.OfTopic(topic);
        string? failing = OwnTopics.TopologyOfFailures(topic);
        string? topology = OwnTopics.TopologyOfCuts(topic) ?? failing ?? instance?.Topology;
        if (topic is not (VersionRegistry.Topic or Groups) && topology is null)
        {
            return null;
        }

        IReadOnlyList<VersionRecord> versions = VersionRegistry.ReadVersions(log);
        if (topic == VersionRegistry.Topic)
        {
            return versions.Count > 0 || OwnTopics.Topologies(log).Count > 0
                ? "Kappa keeps its own records in it, of what version is live" : null;
        }

        if (topic == Groups)
        {
            return "Kappa keeps its own records in it, of the offsets of all groups";
        }

        if (log.Find(VersionRegistry.Topic) is null)
        {
            return failing is null
                ? "the registry of versions is lost, and is rebuilt from it" // Whoever it belongs to.
                : "the registry of versions is lost, and they pass over the records that it names";
        }

        return instance is { } owner ? NeedOfInstance(versions, owner)
            : IsOfNoUse(log, topic) || versions.All(version => version.Topology != topology) ? null
            : failing is not null ? $"Kappa keeps its own records in it, of what versions of '{topology}' pass over"
            : $"Kappa keeps its own records in it, of the order in which '{topology}' has processed its records";
    }

    /// <summary>
    /// Whether a topic holds sealed cuts whose continuation is lost: versions go on without them alone.
    /// </summary>
    public static bool IsOfNoUse(ILog log, string topic) =>
        OwnTopics.TopologyOfCuts(topic) is { } topology
        && EngineRunner.Instance.Cuts(log, topology).IsOfNoUse(topic);

    private static string? NeedOfInstance(IReadOnlyList<VersionRecord> versions, InstanceName owner) =>
        versions.Any(version => version.HasData && version.InstanceName == owner.ToString())
            ? $"{owner.Topology} v{owner.Version} keeps its own records in it" : null;
}
