using Kappa.Building;

namespace Kappa;

/// <summary>
/// How near two records of two streams lie in time to be joined: the right one from so long before the left one to so
/// long after it, both ends included. Immutable.
/// </summary>
/// <remarks>
/// A left or outer join lets a record without a match go alone when no match can come any more: when stream time has
/// passed its window and the grace. A record that comes later than its window and grace finds nothing.
/// </remarks>
public sealed class JoinWindows
{
    private JoinWindows(long beforeMs, long afterMs, long graceMs) =>
        (BeforeMs, AfterMs, GraceMs) = (beforeMs, afterMs, graceMs);

    /// <summary>How long before the left record the right one may be, milliseconds.</summary>
    public long BeforeMs { get; }

    /// <summary>How long after the left record the right one may be, milliseconds.</summary>
    public long AfterMs { get; }

    /// <summary>How much later than its window's end a record may come, milliseconds.</summary>
    public long GraceMs { get; }

    /// <summary>How long a record is kept for others to join it, milliseconds.</summary>
    internal long RetentionMs => BeforeMs + AfterMs + GraceMs;

    /// <summary>The right record is at most so long before or after the left one; late records find nothing.</summary>
    /// <param name="difference">Zero or more; with zero nothing is kept, and nothing joins (KAP1081).</param>
    /// <exception cref="KappaException">KAP1080: it is negative.</exception>
    public static JoinWindows OfTimeDifferenceWithNoGrace(TimeSpan difference) =>
        OfTimeDifferenceAndGrace(difference, TimeSpan.Zero);

    /// <summary>The right record is at most so long before or after the left one, and may come late.</summary>
    /// <param name="difference">Zero or more; zero joins records of one timestamp only.</param>
    /// <param name="grace">Zero or more.</param>
    /// <exception cref="KappaException">KAP1080, KAP1061: one of them is negative.</exception>
    public static JoinWindows OfTimeDifferenceAndGrace(TimeSpan difference, TimeSpan grace)
    {
        if (grace < TimeSpan.Zero)
        {
            throw TopologyErrors.WindowGrace(grace);
        }

        long ms = (long)difference.TotalMilliseconds;
        return Checked(ms, ms, (long)grace.TotalMilliseconds);
    }

    /// <summary>The same with another least time of the right record; the most stays.</summary>
    /// <param name="difference">
    /// How long before the left record; negative for behind it, and then not later than the most.
    /// </param>
    /// <exception cref="KappaException">KAP1080: there is no time left between both.</exception>
    public JoinWindows Before(TimeSpan difference) => Checked((long)difference.TotalMilliseconds, AfterMs, GraceMs);

    /// <summary>The same with another most time of the right record; the least stays.</summary>
    /// <param name="difference">
    /// How long after the left record; negative for before it, and then not earlier than the least.
    /// </param>
    /// <exception cref="KappaException">KAP1080: there is no time left between both.</exception>
    public JoinWindows After(TimeSpan difference) => Checked(BeforeMs, (long)difference.TotalMilliseconds, GraceMs);

    private static JoinWindows Checked(long beforeMs, long afterMs, long graceMs) => beforeMs + afterMs >= 0
        ? new(beforeMs, afterMs, graceMs)
        : throw JoinErrors.NoWindow(beforeMs, afterMs);
}
