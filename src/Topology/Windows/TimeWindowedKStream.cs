using System.Diagnostics.CodeAnalysis;
using Kappa.Graph;

namespace Kappa;

/// <summary>A grouped stream whose records are counted or folded for each window that has them.</summary>
/// <typeparam name="TKey">Type of the keys.</typeparam>
/// <typeparam name="TValue">Type of the values.</typeparam>
[SuppressMessage("Naming", "CA1711", Justification = "The name that users of Kafka Streams know.")]
public sealed class TimeWindowedKStream<TKey, TValue>
{
    private readonly KGroupedStream<TKey, TValue> _grouped;
    private readonly IFoldWindows _windows;
    private readonly EmitStrategy _emit;

    internal TimeWindowedKStream(
        KGroupedStream<TKey, TValue> grouped, IFoldWindows windows, EmitStrategy emit = EmitStrategy.OnWindowUpdate)
        => (_grouped, _windows, _emit) = (grouped, windows, emit);

    /// <summary>The same, with another moment at which rows go on.</summary>
    /// <param name="strategy">The moment.</param>
    public TimeWindowedKStream<TKey, TValue> WithEmitStrategy(EmitStrategy strategy) =>
        new(_grouped, _windows, strategy);

    /// <summary>Counts the records of each key and window. Records with a null key do not count.</summary>
    /// <param name="materialized">
    /// The store that keeps the counts; the default derives its name from the stream's. Its retention is as long
    /// as records come for a window, or longer.
    /// </param>
    /// <exception cref="KappaException">
    /// KAP1006, KAP1020 or KAP1063: a name is taken, or the store would forget windows that take records still.
    /// </exception>
    public KTable<Windowed<TKey>, long> Count(Materialized? materialized = null) =>
        _grouped.Fold("count", _windows, _emit, Folds.Count<TKey, TValue>(), materialized);

    /// <summary>
    /// Makes one value of the records of each key and window: the first one is the result, and each later one is put to
    /// it. Records with a null key are left out; those with a null value are too where the windows slide, or where the
    /// type of values has no null.
    /// </summary>
    /// <param name="reducer">
    /// (result, value) => new result. It must not change what it is given, but return a new one; a worker that finds it
    /// changed stops (KAP5120). Null removes the row.
    /// </param>
    /// <param name="materialized">
    /// The store that keeps the results; the default derives its name from the stream's. Its retention is as long as
    /// records come for a window, or longer.
    /// </param>
    /// <exception cref="KappaException">
    /// KAP1006, KAP1020 or KAP1063: a name is taken, or the store would forget windows that take records still.
    /// </exception>
    public KTable<Windowed<TKey>, TValue> Reduce(
        Func<TValue, TValue, TValue> reducer, Materialized? materialized = null)
    {
        ArgumentNullException.ThrowIfNull(reducer);
        return _grouped.Fold(
            "reduce", _windows, _emit, Folds.Reduce<TKey, TValue>(reducer), materialized, _grouped.ValueSerde);
    }

    /// <summary>
    /// Folds the records of each key and window into a total. Records with a null key are left out; those with a null
    /// value are too where the windows slide, and not else.
    /// </summary>
    /// <typeparam name="TTotal">Type of the totals.</typeparam>
    /// <param name="initializer">Makes the total that a window begins with; the same each time.</param>
    /// <param name="aggregator">
    /// (key, value, total) => new total. It must not change the total that it is given, but return a new one; a worker
    /// that finds it changed stops (KAP5120). Null removes the row.
    /// </param>
    /// <param name="materialized">
    /// The store that keeps the totals; the default derives its name from the stream's. Its retention is as long
    /// as records come for a window, or longer.
    /// </param>
    /// <exception cref="KappaException">
    /// KAP1006, KAP1020 or KAP1063: a name is taken, or the store would forget windows that take records still.
    /// </exception>
    public KTable<Windowed<TKey>, TTotal> Aggregate<TTotal>(
        Func<TTotal> initializer, Func<TKey, TValue, TTotal, TTotal> aggregator, Materialized? materialized = null)
    {
        ArgumentNullException.ThrowIfNull(initializer);
        ArgumentNullException.ThrowIfNull(aggregator);
        return _grouped.Fold(
            "aggregate", _windows, _emit, new Fold<TKey, TValue, TTotal>(initializer, aggregator), materialized);
    }
}
