using Kappa.Logs;

namespace Kappa.Engine;

/// <summary>
/// Notices partitions that are added to a source while its topology runs: their records would be ignored in silence,
/// and keys have moved, so that history can no longer be followed.
/// </summary>
/// <remarks>One thread. It looks every few seconds only: a log that is elsewhere is asked over the network.</remarks>
internal sealed class PartitionWatch(ILog log, TaskPlan plan, EngineSettings settings)
{
    private long _lookedAt = settings.Seams.Time.GetTimestamp();

    /// <summary>When the next look is due, for one that waits for records; null for never.</summary>
    public TimeSpan? DueIn => settings.PartitionChecks - settings.Seams.Time.GetElapsedTime(_lookedAt);

    /// <summary>Looks, if it is time to.</summary>
    /// <exception cref="KappaException">KAP5113 (exit 78): a source has more partitions than its cuts know.</exception>
    public void RequireSame()
    {
        if (settings.PartitionChecks is null || DueIn > TimeSpan.Zero)
        {
            return;
        }

        _lookedAt = settings.Seams.Time.GetTimestamp();
        try
        {
            Look();
        }
        catch (KappaException error) when (error.ExitCode == ExitCodes.Unreachable)
        {
            // Whoever has to commit finds out whether the cluster is gone for good.
        }
    }

    private void Look()
    {
        IReadOnlyList<TopicDescription> topics = log.Topics;
        foreach (SourceTopic source in plan.Sources)
        {
            if (topics.FirstOrDefault(topic => topic.Name == source.Topic) is { } found
                && found.Partitions > source.Partitions)
            {
                throw EngineErrors.PartitionsAdded(plan.Topology, source, found.Partitions);
            }
        }
    }
}
