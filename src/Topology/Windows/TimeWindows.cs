using Kappa.Building;
using Kappa.Graph;

namespace Kappa;

/// <summary>
/// Windows of one size, at the multiples of a step since 1970: tumbling where the step is the size, hopping where it is
/// less. Immutable.
/// </summary>
/// <remarks>
/// A window has the records from its start on and before its end. It takes late ones until its end and its grace have
/// passed, by the highest timestamp that its operator has seen.
/// </remarks>
public sealed class TimeWindows : IFoldWindows
{
    private readonly long? _onlyStartMs; // There is one window, which never ends.

    private TimeWindows(long sizeMs, long advanceMs, long graceMs, long? onlyStartMs = null) =>
        (SizeMs, AdvanceMs, GraceMs, _onlyStartMs) = (sizeMs, advanceMs, graceMs, onlyStartMs);

    /// <summary>How long a window is, milliseconds.</summary>
    public long SizeMs { get; }

    /// <summary>From the start of a window to that of the next one, milliseconds.</summary>
    public long AdvanceMs { get; }

    /// <summary>How much later than its window's end a record may come, milliseconds.</summary>
    public long GraceMs { get; }

    /// <summary>Whether there is one window, which never ends.</summary>
    internal bool NeverCloses => _onlyStartMs is not null;

    string IFoldWindows.Word => "window";

    /// <summary>Tumbling windows that take no record once their end has passed.</summary>
    /// <param name="size">A millisecond or more.</param>
    /// <exception cref="KappaException">KAP1060: there is no such window.</exception>
    public static TimeWindows OfSizeWithNoGrace(TimeSpan size) => OfSizeAndGrace(size, TimeSpan.Zero);

    /// <summary>Tumbling windows that take late records for a while.</summary>
    /// <param name="size">A millisecond or more.</param>
    /// <param name="grace">Zero or more.</param>
    /// <exception cref="KappaException">KAP1060, KAP1061: there is no such window, or no such grace.</exception>
    public static TimeWindows OfSizeAndGrace(TimeSpan size, TimeSpan grace) => new(
        size >= TimeSpan.FromMilliseconds(1) ? (long)size.TotalMilliseconds : throw TopologyErrors.WindowSize(size),
        size >= TimeSpan.FromMilliseconds(1) ? (long)size.TotalMilliseconds : throw TopologyErrors.WindowSize(size),
        grace >= TimeSpan.Zero ? (long)grace.TotalMilliseconds : throw TopologyErrors.WindowGrace(grace));

    /// <summary>Hopping windows of the same size and grace: a record is in as many as overlap.</summary>
    /// <param name="advance">A millisecond or more, and at most the size.</param>
    /// <exception cref="KappaException">KAP1062: records would fall between windows, or it is no step.</exception>
    public TimeWindows AdvanceBy(TimeSpan advance) =>
        advance >= TimeSpan.FromMilliseconds(1) && (long)advance.TotalMilliseconds <= SizeMs
            ? new(SizeMs, (long)advance.TotalMilliseconds, GraceMs)
            : throw TopologyErrors.WindowAdvance(advance, SizeMs);

    StoreSpec IFoldWindows.StoreOf<TKey, TTotal>(
        StoreSpec<TKey, TTotal> rows, TimeSpan? retention, EmitStrategy emit)
    {
        if (retention is { } chosen && chosen.TotalMilliseconds < SizeMs + GraceMs)
        {
            throw TopologyErrors.RetentionTooShort(rows.Name, chosen, SizeMs + GraceMs, "size and grace");
        }

        // Kafka's store of windows that go on when they close keeps one that starts right at its edge.
        long keptMs = ((long?)retention?.TotalMilliseconds ?? SizeMs + GraceMs)
            + (emit == EmitStrategy.OnWindowClose ? 1 : 0);
        return new WindowStoreSpec<TKey, TTotal>(rows.Name, rows.KeySerde, rows.ValueSerde, SizeMs, AdvanceMs, keptMs);
    }

    Node IFoldWindows.NodeOf<TKey, TValue, TTotal>(
        FoldPlace place, Fold<TKey, TValue, TTotal> fold, StoreSpec store) =>
        new WindowAggregateNode<TKey, TValue, TTotal>(place, this, fold, (WindowStoreSpec<TKey, TTotal>)store);

    ISerde<Windowed<TKey>> IFoldWindows.KeySerde<TKey>(ISerde<TKey> key) => new TimeWindowedSerde<TKey>(key, SizeMs);

    /// <summary>The start of the first window that has a moment.</summary>
    internal long FirstStart(long timestampMs) => _onlyStartMs is { } only
        ? (timestampMs < only ? long.MaxValue : only)
        : Math.Max(0, timestampMs - SizeMs + AdvanceMs) / AdvanceMs * AdvanceMs;

    /// <summary>The start of the last window that has a moment.</summary>
    internal long LastStart(long timestampMs) => _onlyStartMs ?? timestampMs / AdvanceMs * AdvanceMs;

    /// <summary>One window from a moment on, for ever.</summary>
    internal static TimeWindows From(long startMs) =>
        new(long.MaxValue - startMs, long.MaxValue - startMs, 0, startMs);
}
