using System.Diagnostics.CodeAnalysis;
using Kappa.Graph;

namespace Kappa;

/// <summary>A grouped stream whose records are counted or folded for each session.</summary>
/// <typeparam name="TKey">Type of the keys.</typeparam>
/// <typeparam name="TValue">Type of the values.</typeparam>
[SuppressMessage("Naming", "CA1711", Justification = "The name that users of Kafka Streams know.")]
public sealed class SessionWindowedKStream<TKey, TValue>
{
    private readonly KGroupedStream<TKey, TValue> _grouped;
    private readonly SessionWindows _windows;
    private readonly EmitStrategy _emit;

    internal SessionWindowedKStream(
        KGroupedStream<TKey, TValue> grouped, SessionWindows windows, EmitStrategy emit = EmitStrategy.OnWindowUpdate)
        => (_grouped, _windows, _emit) = (grouped, windows, emit);

    /// <summary>The same, with another moment at which rows go on.</summary>
    /// <param name="strategy">The moment.</param>
    public SessionWindowedKStream<TKey, TValue> WithEmitStrategy(EmitStrategy strategy) =>
        new(_grouped, _windows, strategy);

    /// <summary>Counts the records of each key and session. Records with a null key do not count.</summary>
    /// <param name="materialized">
    /// The store that keeps the counts; the default derives its name from the stream's. Its retention is gap and grace,
    /// or longer.
    /// </param>
    /// <exception cref="KappaException">
    /// KAP1006, KAP1020 or KAP1063: a name is taken, or the store would forget sessions that take records still.
    /// </exception>
    public KTable<Windowed<TKey>, long> Count(Materialized? materialized = null) =>
        _grouped.Fold("count", _windows, _emit, Folds.Count<TKey, TValue>(), materialized);

    /// <summary>
    /// Makes one value of the records of each key and session: the first one is the result, and each later one is put
    /// to it; so are the results of sessions that become one. Records with a null key are left out, and those with a
    /// null value where the type of values has no null.
    /// </summary>
    /// <param name="reducer">
    /// (result, value) => new result. It must not change what it is given, but return a new one; a worker that finds it
    /// changed stops (KAP5120). Null removes the row.
    /// </param>
    /// <param name="materialized">
    /// The store that keeps the results; the default derives its name from the stream's. Its retention is gap and
    /// grace, or longer.
    /// </param>
    /// <exception cref="KappaException">
    /// KAP1006, KAP1020 or KAP1063: a name is taken, or the store would forget sessions that take records still.
    /// </exception>
    public KTable<Windowed<TKey>, TValue> Reduce(
        Func<TValue, TValue, TValue> reducer, Materialized? materialized = null)
    {
        ArgumentNullException.ThrowIfNull(reducer);
        return _grouped.Fold(
            "reduce", _windows, _emit, Folds.Reduce<TKey, TValue>(reducer), materialized, _grouped.ValueSerde);
    }

    /// <summary>
    /// Folds the records of each key and session into a total. Records with a null key are left out; those with a null
    /// value are not.
    /// </summary>
    /// <typeparam name="TTotal">Type of the totals.</typeparam>
    /// <param name="initializer">Makes the total that a session begins with; the same each time.</param>
    /// <param name="aggregator">
    /// (key, value, total) => new total. It must not change the total that it is given, but return a new one; a worker
    /// that finds it changed stops (KAP5120). Null removes the row.
    /// </param>
    /// <param name="sessionMerger">
    /// (key, total, other total) => the total of the session that two become. It must not change what it is given.
    /// </param>
    /// <param name="materialized">
    /// The store that keeps the totals; the default derives its name from the stream's. Its retention is gap and grace,
    /// or longer.
    /// </param>
    /// <exception cref="KappaException">
    /// KAP1006, KAP1020 or KAP1063: a name is taken, or the store would forget sessions that take records still.
    /// </exception>
    public KTable<Windowed<TKey>, TTotal> Aggregate<TTotal>(
        Func<TTotal> initializer, Func<TKey, TValue, TTotal, TTotal> aggregator,
        Func<TKey, TTotal, TTotal, TTotal> sessionMerger, Materialized? materialized = null)
    {
        ArgumentNullException.ThrowIfNull(initializer);
        ArgumentNullException.ThrowIfNull(aggregator);
        ArgumentNullException.ThrowIfNull(sessionMerger);
        var fold = new Fold<TKey, TValue, TTotal>(initializer, aggregator) { Merger = sessionMerger };
        return _grouped.Fold("aggregate", _windows, _emit, fold, materialized);
    }
}
