using Kappa.Building;
using Kappa.Graph;

namespace Kappa;

/// <summary>
/// Windows of activity: records of a key that follow each other within a gap are one session, however long it becomes.
/// Immutable.
/// </summary>
/// <remarks>
/// A session has the moments of its first and its last record. A record within the gap of two sessions makes them one:
/// the old ones leave, each by a tombstone, before the new one comes. A late record counts until the end of the session
/// that it would be in, the gap and the grace have passed, by the highest timestamp that the operator has seen.
/// </remarks>
public sealed class SessionWindows : IFoldWindows
{
    private SessionWindows(TimeSpan gap, TimeSpan grace)
    {
        GapMs = gap >= TimeSpan.FromMilliseconds(1)
            ? (long)gap.TotalMilliseconds : throw TopologyErrors.SessionGap(gap);
        GraceMs = grace >= TimeSpan.Zero ? (long)grace.TotalMilliseconds : throw TopologyErrors.WindowGrace(grace);
    }

    /// <summary>How far apart two records that follow each other may be to be of one session, milliseconds.</summary>
    public long GapMs { get; }

    /// <summary>How much later than the gap after its session a record may come, milliseconds.</summary>
    public long GraceMs { get; }

    string IFoldWindows.Word => "session";

    /// <summary>Sessions that take no record once the gap has passed.</summary>
    /// <param name="gap">A millisecond or more.</param>
    /// <exception cref="KappaException">KAP1085: without a gap there are no sessions.</exception>
    public static SessionWindows OfInactivityGapWithNoGrace(TimeSpan gap) => new(gap, TimeSpan.Zero);

    /// <summary>Sessions that take late records for a while.</summary>
    /// <param name="gap">A millisecond or more.</param>
    /// <param name="grace">Zero or more.</param>
    /// <exception cref="KappaException">KAP1085, KAP1061: there is no such gap, or no such grace.</exception>
    public static SessionWindows OfInactivityGapAndGrace(TimeSpan gap, TimeSpan grace) => new(gap, grace);

    StoreSpec IFoldWindows.StoreOf<TKey, TTotal>(
        StoreSpec<TKey, TTotal> rows, TimeSpan? retention, EmitStrategy emit)
    {
        long neededMs = GapMs + GraceMs;
        return retention is { } chosen && chosen.TotalMilliseconds < neededMs
            ? throw TopologyErrors.RetentionTooShort(rows.Name, chosen, neededMs, "gap and grace")
            : new SessionStoreSpec<TKey, TTotal>(
                rows.Name, rows.KeySerde, rows.ValueSerde, (long?)retention?.TotalMilliseconds ?? neededMs);
    }

    Node IFoldWindows.NodeOf<TKey, TValue, TTotal>(
        FoldPlace place, Fold<TKey, TValue, TTotal> fold, StoreSpec store) =>
        new SessionAggregateNode<TKey, TValue, TTotal>(place, this, fold, (SessionStoreSpec<TKey, TTotal>)store);

    ISerde<Windowed<TKey>> IFoldWindows.KeySerde<TKey>(ISerde<TKey> key) => new SessionWindowedSerde<TKey>(key);
}
