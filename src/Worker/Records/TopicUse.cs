using Kappa.Logs;
using Kappa.Replay;

namespace Kappa.Worker;

/// <summary>Who needs a topic: the versions that the registry knows, and Kappa itself.</summary>
internal static class TopicUse
{
    /// <summary>Gives a sentence for each user of a topic; none where it may be deleted.</summary>
    /// <exception cref="KappaException">KAP4004 (exit 78): the registry cannot be read.</exception>
    public static IReadOnlyList<string> Of(ILog log, string topic)
    {
        if (TopicNeeds.Of(log, topic) is { } need)
        {
            return [need];
        }

        if (TopicNeeds.IsOfNoUse(log, topic))
        {
            return [];
        }

        if (topic.StartsWith("kappa.", StringComparison.Ordinal))
        {
            return ["Kappa keeps its own records in it"];
        }

        IReadOnlyList<VersionRecord> versions = VersionRegistry.ReadVersions(log);
        if (Engine.InstanceName.OfTopic(topic) is { } instance
            && versions.All(version => version.Topology != instance.Topology))
        {
            return [$"it belongs to topology '{instance.Topology}', which the registry does not know"];
        }

        return [.. versions
            .Where(version => version.HasData || version.State == VersionState.Registered)
            .SelectMany(version => Uses(version, topic).Select(use => $"{version.Topology} v{version.Version} {use}"))];
    }

    private static IEnumerable<string> Uses(VersionRecord version, string topic)
    {
        if (version.Sources.Contains(topic))
        {
            yield return "reads it";
        }

        if (version.Outputs.Any(output => output.Topic == topic))
        {
            yield return "writes it";
        }
    }
}
