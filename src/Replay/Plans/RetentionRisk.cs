using System.Globalization;
using Kappa.Logs;

namespace Kappa.Replay;

/// <summary>Says whether records may be deleted before a replay has read them.</summary>
internal sealed class RetentionRisk(ILog log, TimeProvider clock)
{
    /// <summary>Why records of a source may go, as a verb for its topic; null where they stay.</summary>
    public string? Why(ReplayPlan plan, PlanSource source, TopicDescription topic) =>
        topic.Cleanup == CleanupPolicy.Keep && source.Records > 0 ? ByTime(plan, source, topic) ?? BySize(topic) : null;

    /// <summary>A time for people, in the largest unit of which there are two.</summary>
    public static string Text(TimeSpan time)
    {
        (double number, string unit) =
            time.TotalDays >= 2 ? (time.TotalDays, "days")
            : time.TotalHours >= 2 ? (time.TotalHours, "hours")
            : time.TotalMinutes >= 2 ? (time.TotalMinutes, "minutes")
            : (time.TotalSeconds, "seconds");
        return string.Create(CultureInfo.InvariantCulture, $"{number:0} {unit}");
    }

    private string? ByTime(ReplayPlan plan, PlanSource source, TopicDescription topic)
    {
        if (topic.RetentionTime is not { } kept
            || source.Partitions.Min(partition => partition.OldestMs) is not { } oldest)
        {
            return null;
        }

        TimeSpan needed = plan.Estimate?.High ?? TimeSpan.Zero;
        TimeSpan left = kept - (clock.GetUtcNow() - DateTimeOffset.FromUnixTimeMilliseconds(oldest));
        string when = left > TimeSpan.Zero ? $"in {Text(left)}" : "at any time";
        return left > needed
            ? null
            : $"keeps records for {Text(kept)}: its oldest ones may be deleted {when}, and the replay may take " +
              $"{Text(needed)}";
    }

    private string? BySize(TopicDescription topic) =>
        topic.RetentionBytes is { } limit && log.Offsets(topic.ListPartitions())
            .Any(offsets => offsets.Bytes > limit - (limit / 10))
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"keeps about {limit:N0} bytes of a partition and is nearly there: new records drive the oldest out")
            : null;
}
