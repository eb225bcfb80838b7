using System.Diagnostics.CodeAnalysis;

namespace Kappa;

/// <summary>A grouped stream whose records are counted or folded for each window that has them.</summary>
/// <typeparam name="TKey">Type of the keys.</typeparam>
/// <typeparam name="TValue">Type of the values.</typeparam>
[SuppressMessage("Naming", "CA1711", Justification = "The name that users of Kafka Streams know.")]
public sealed class TimeWindowedKStream<TKey, TValue>
{
    private readonly KGroupedStream<TKey, TValue> _grouped;
    private readonly TimeWindows _windows;
    private readonly EmitStrategy _emit;

    internal TimeWindowedKStream(
        KGroupedStream<TKey, TValue> grouped, TimeWindows windows, EmitStrategy emit = EmitStrategy.OnWindowUpdate) =>
        (_grouped, _windows, _emit) = (grouped, windows, emit);

    /// <summary>The same, with another moment at which rows go on.</summary>
    /// <param name="strategy">The moment.</param>
    public TimeWindowedKStream<TKey, TValue> WithEmitStrategy(EmitStrategy strategy) =>
        new(_grouped, _windows, strategy);

    /// <summary>Counts the records of each key and window. Records with a null key do not count.</summary>
    /// <param name="materialized">
    /// The store that keeps the counts; the default derives its name from the stream's. Its retention is size and
    /// grace, or longer.
    /// </param>
    /// <exception cref="KappaException">
    /// KAP1006, KAP1020 or KAP1063: a name is taken, or the store would forget windows that take records still.
    /// </exception>
    public KTable<Windowed<TKey>, long> Count(Materialized? materialized = null) =>
        _grouped.Fold("window-count", _windows, _emit, () => 0L, (_, _, count) => count + 1, materialized);

    /// <summary>
    /// Folds the records of each key and window into a total. Records with a null key are left out; those with a null
    /// value are not.
    /// </summary>
    /// <typeparam name="TTotal">Type of the totals.</typeparam>
    /// <param name="initializer">Makes the total that a window begins with; the same each time.</param>
    /// <param name="aggregator">
    /// (key, value, total) => new total. It must not change the total that it is given, but return a new one; a worker
    /// that finds it changed stops (KAP5120). Null removes the row.
    /// </param>
    /// <param name="materialized">
    /// The store that keeps the totals; the default derives its name from the stream's. Its retention is size and
    /// grace, or longer.
    /// </param>
    /// <exception cref="KappaException">
    /// KAP1006, KAP1020 or KAP1063: a name is taken, or the store would forget windows that take records still.
    /// </exception>
    public KTable<Windowed<TKey>, TTotal> Aggregate<TTotal>(
        Func<TTotal> initializer, Func<TKey, TValue, TTotal, TTotal> aggregator, Materialized? materialized = null)
    {
        ArgumentNullException.ThrowIfNull(initializer);
        ArgumentNullException.ThrowIfNull(aggregator);
        return _grouped.Fold("window-aggregate", _windows, _emit, initializer, aggregator, materialized);
    }
}
