using Kappa.Logs;
using Kappa.Replay;

namespace Kappa.Cli;

/// <summary>
/// The topics of a demo on a Kafka cluster: one of them says that the others are the demo's to delete.
/// </summary>
internal static class DemoTopics
{
    private const string Marker = "kappa.demo";
    private const string Topology = "flight-delays";

    private static readonly string[] Fixed = ["airports", "flights", "airport-delays", VersionRegistry.Topic];

    /// <summary>Deletes what an earlier demo left, and marks the cluster as a demo's.</summary>
    /// <returns>Whether there was an earlier one.</returns>
    /// <exception cref="KappaException">KAP7151 (exit 5): a topic is there that no demo has made.</exception>
    public static bool TakeAfresh(ILog log, string servers)
    {
        string[] there = [.. log.Topics.Select(topic => topic.Name).Where(IsOfTheDemo)];
        bool isAgain = log.Find(Marker) is not null;
        if (!isAgain && there.Length > 0)
        {
            throw CliErrors.NotTheDemos(there[0], servers);
        }

        foreach (string topic in there)
        {
            log.Admin.DeleteTopic(topic);
        }

        if (!isAgain)
        {
            log.Admin.CreateTopic(Marker, new TopicSettings());
        }

        return isAgain;
    }

    private static bool IsOfTheDemo(string topic) => Fixed.Contains(topic)
        || topic.StartsWith($"{Topology}.", StringComparison.Ordinal)
        || topic.StartsWith($"kappa.{Topology}.", StringComparison.Ordinal);
}
