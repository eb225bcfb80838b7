namespace Kappa.Engine;

/// <summary>Finds cuts in the history of a topology.</summary>
public static class CutHistories
{
    /// <summary>Where a recorded cut ends in each source partition.</summary>
    /// <param name="history">The history.</param>
    /// <param name="version">The version that asks.</param>
    /// <param name="cut">Number of the cut.</param>
    /// <exception cref="KappaException">KAP5111 (exit 3): it is not recorded.</exception>
    public static IReadOnlyDictionary<TopicPartition, long> RequireEndsAt(
        this ICutHistory history, Topology version, long cut)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(version);
        return history.EndsAt(cut) ?? throw EngineErrors.CutUnknown(version, cut);
    }

    /// <summary>The last cut before records of a time: behind it every record of that time is still to come.</summary>
    /// <param name="history">The history.</param>
    /// <param name="timeMs">Event time, milliseconds since 1970.</param>
    /// <returns>0 where the first cut already has such records.</returns>
    public static long CutBefore(this ICutHistory history, long timeMs)
    {
        ArgumentNullException.ThrowIfNull(history);
        long before = 0;
        foreach (Cut cut in history.Read())
        {
            if (cut.EventTimeMs >= timeMs)
            {
                break;
            }

            before = cut.Number;
        }

        return before;
    }
}
