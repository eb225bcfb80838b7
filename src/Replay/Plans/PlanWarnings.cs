using System.Globalization;
using Kappa.Engine;
using Kappa.Logs;

namespace Kappa.Replay;

/// <summary>Words what to know before a replay is started.</summary>
internal sealed class PlanWarnings(ILog log, TimeProvider clock, PlanRequest request, IVersionRunner runner)
{
    private readonly RetentionRisk _retention = new(log, clock);

    public IReadOnlyList<PlanWarning> For(ReplayPlan plan) =>
    [
        .. OfCuts(plan),
        .. plan.Sources.SelectMany(source => OfSource(plan, source)),
        .. OfDisk(plan),
        .. OfSample(plan),
    ];

    private IEnumerable<PlanWarning> OfCuts(ReplayPlan plan)
    {
        if (plan.FromCut == 0 && runner.Cuts(log, plan.Topology).LastLost() is > 0 and var last)
        {
            yield return new PlanWarning(
                PlanWarningKind.CutsLost, null,
                $"Cuts 1 to {last} of topology '{plan.Topology}' are lost: the replay takes up their records by " +
                "event time, so results may differ from what was seen live where they depend on the order between " +
                "partitions.");
        }
    }

    private IEnumerable<PlanWarning> OfSource(ReplayPlan plan, PlanSource source)
    {
        if (source.Missing > 0)
        {
            yield return new PlanWarning(PlanWarningKind.FrontMissing, source.Topic, FrontMissing(plan, source));
        }

        if (source.Cleanup == CleanupPolicy.Compact && source.CompactionOperators.Count > 0)
        {
            yield return new PlanWarning(
                PlanWarningKind.Compacted, source.Topic,
                CompactedSources.Text(source.Topic, source.CompactionOperators));
        }

        TopicDescription? topic = log.Find(source.Topic);
        if (source.Cleanup == CleanupPolicy.Compact && plan.Estimate?.High > topic?.TombstoneRetention)
        {
            yield return new PlanWarning(
                PlanWarningKind.Tombstones, source.Topic,
                $"Topic {source.Topic} is compacted, and the replay may take longer than its tombstones are kept " +
                $"({RetentionRisk.Text(topic.TombstoneRetention)}): keys that are deleted meanwhile could come " +
                "back. Replay without a throttle, or keep tombstones longer.");
        }

        if (topic is not null && _retention.Why(plan, source, topic) is { } why)
        {
            yield return new PlanWarning(
                PlanWarningKind.Retention, source.Topic,
                $"Topic {source.Topic} {why}. A replay stops where records that it has not read are gone. Keep " +
                "them longer first, or start at once and without a throttle.");
        }

        if (Cutovers(source.Topic) is { Length: > 0 } cutovers)
        {
            yield return new PlanWarning(PlanWarningKind.SourceCutover, source.Topic, SourceCutover(source, cutovers));
        }
    }

    private static string FrontMissing(ReplayPlan plan, PlanSource source)
    {
        string where = Join(source.Partitions.Where(partition => partition.IsFrontMissing)
            .Select(partition => string.Create(
                CultureInfo.InvariantCulture,
                $"partition {partition.Partition} begins at offset {partition.Earliest:N0}")));
        string tables = plan.Outputs.Any(output => output.IsTable && output.IsMuted)
            ? " At the cutover keys that only the topic has stay; --delete-missing deletes them."
            : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Topic {source.Topic}: {where}; at most {source.Missing:N0} older records are gone. ") +
            $"They may have gone into {Join(source.FrontOperators)}, so results differ from what was seen " +
            $"live.{tables}";
    }

    /// <summary>The cutovers of the topology that writes a source, without those that were taken back.</summary>
    private CutoverRecord[] Cutovers(string topic)
    {
        if (!request.SourceOwners.TryGetValue(topic, out string? owner))
        {
            return [];
        }

        CutoverRecord[] all = [.. runner.Cuts(log, owner).ReadCutovers()];
        return [.. all.Where(cutover => cutover.Step == CutoverStep.Switched
            && !all.Contains(cutover with { Step = CutoverStep.Withdrawn }))];
    }

    private string SourceCutover(PlanSource source, CutoverRecord[] cutovers)
    {
        string which = Join(cutovers.Select(cutover => string.Create(
            CultureInfo.InvariantCulture,
            $"from v{cutover.FromVersion} to v{cutover.ToVersion} at cut {cutover.Cut}")));
        return $"Topic {source.Topic} is the output of topology '{request.SourceOwners[source.Topic]}', which has " +
            $"switched {which}. What the replay reads holds the results of each version, and the difference that a " +
            "cutover published.";
    }

    private static IEnumerable<PlanWarning> OfDisk(ReplayPlan plan)
    {
        if (plan.FreeBytes is { } free && plan.DiskBytes > free - (free / 10))
        {
            yield return new PlanWarning(
                PlanWarningKind.DiskSpace, null,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The replay may write up to {plan.DiskBytes:N0} bytes, and {free:N0} are free. ") +
                "Make room first: a full disk stops the live version too.");
        }
    }

    private static IEnumerable<PlanWarning> OfSample(ReplayPlan plan)
    {
        if (plan.Sample?.Error is { } error)
        {
            yield return new PlanWarning(
                PlanWarningKind.SampleFailed, null, $"The sample stopped, as the replay would: {error.Message}");
        }
    }

    /// <summary>Joins as a sentence does: a, b and c.</summary>
    internal static string Join(IEnumerable<string> parts)
    {
        string[] all = [.. parts];
        return all.Length < 2 ? string.Concat(all) : $"{string.Join(", ", all[..^1])} and {all[^1]}";
    }
}
