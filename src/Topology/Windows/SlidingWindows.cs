using Kappa.Building;
using Kappa.Graph;

namespace Kappa;

/// <summary>
/// Windows that move with the records: two records of a key are in one window together where their timestamps differ by
/// no more than the difference (KIP-450). Immutable.
/// </summary>
/// <remarks>
/// A window has its first and its last moment, which lie the difference apart. There is one that ends with each record,
/// and one that begins right after each record and has others. Late records count until the end of their windows and
/// the grace have passed, by the highest timestamp that the operator has seen.
/// </remarks>
public sealed class SlidingWindows : IFoldWindows
{
    private SlidingWindows(TimeSpan difference, TimeSpan grace)
    {
        DifferenceMs = difference >= TimeSpan.Zero
            ? (long)difference.TotalMilliseconds : throw TopologyErrors.WindowDifference(difference);
        GraceMs = grace >= TimeSpan.Zero ? (long)grace.TotalMilliseconds : throw TopologyErrors.WindowGrace(grace);
    }

    /// <summary>How far apart the records of a window may be, milliseconds.</summary>
    public long DifferenceMs { get; }

    /// <summary>How much later than its window's end a record may come, milliseconds.</summary>
    public long GraceMs { get; }

    string IFoldWindows.Word => "sliding";

    /// <summary>Windows that take no record once their end has passed.</summary>
    /// <param name="difference">Zero or more.</param>
    /// <exception cref="KappaException">KAP1086: there is no such window.</exception>
    public static SlidingWindows OfTimeDifferenceWithNoGrace(TimeSpan difference) => new(difference, TimeSpan.Zero);

    /// <summary>Windows that take late records for a while.</summary>
    /// <param name="difference">Zero or more.</param>
    /// <param name="grace">Zero or more.</param>
    /// <exception cref="KappaException">KAP1086, KAP1061: there is no such window, or no such grace.</exception>
    public static SlidingWindows OfTimeDifferenceAndGrace(TimeSpan difference, TimeSpan grace) =>
        new(difference, grace);

    StoreSpec IFoldWindows.StoreOf<TKey, TTotal>(
        StoreSpec<TKey, TTotal> rows, TimeSpan? retention, EmitStrategy emit)
    {
        long neededMs = (2 * DifferenceMs) + GraceMs;
        if (retention is { } chosen && chosen.TotalMilliseconds < neededMs)
        {
            throw TopologyErrors.RetentionTooShort(rows.Name, chosen, neededMs, "twice the difference and the grace");
        }

        // Kafka's store of windows that go on when they close keeps one that starts right at its edge.
        long keptMs = Math.Max(1, (long?)retention?.TotalMilliseconds ?? neededMs)
            + (emit == EmitStrategy.OnWindowClose ? 1 : 0);
        return new WindowStoreSpec<TKey, TTotal>(
            rows.Name, rows.KeySerde, rows.ValueSerde, DifferenceMs, advanceMs: 1, keptMs);
    }

    Node IFoldWindows.NodeOf<TKey, TValue, TTotal>(
        FoldPlace place, Fold<TKey, TValue, TTotal> fold, StoreSpec store) =>
        new SlidingAggregateNode<TKey, TValue, TTotal>(place, this, fold, (WindowStoreSpec<TKey, TTotal>)store);

    ISerde<Windowed<TKey>> IFoldWindows.KeySerde<TKey>(ISerde<TKey> key) =>
        new TimeWindowedSerde<TKey>(key, DifferenceMs);
}
