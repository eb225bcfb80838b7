using Kappa.Building;
using Kappa.Graph;

namespace Kappa;

public sealed partial class KGroupedStream<TKey, TValue>
{
    internal GraphDraft Draft => _draft;

    internal string Root => _root;

    /// <summary>Counts or folds the records of each key by windows of time.</summary>
    /// <param name="windows">The windows.</param>
    public TimeWindowedKStream<TKey, TValue> WindowedBy(TimeWindows windows)
    {
        ArgumentNullException.ThrowIfNull(windows);
        return new TimeWindowedKStream<TKey, TValue>(this, windows);
    }

    /// <summary>
    /// Counts or folds the records of each key by windows that move with them. Records with a null value are left out.
    /// </summary>
    /// <param name="windows">The windows.</param>
    public TimeWindowedKStream<TKey, TValue> WindowedBy(SlidingWindows windows)
    {
        ArgumentNullException.ThrowIfNull(windows);
        return new TimeWindowedKStream<TKey, TValue>(this, windows);
    }

    /// <summary>Counts or folds the records of each key since a moment.</summary>
    /// <param name="windows">The window.</param>
    public TimeWindowedKStream<TKey, TValue> WindowedBy(UnlimitedWindows windows)
    {
        ArgumentNullException.ThrowIfNull(windows);
        return new TimeWindowedKStream<TKey, TValue>(this, windows);
    }

    /// <summary>Counts or folds the records of each key by sessions.</summary>
    /// <param name="windows">What makes a session.</param>
    public SessionWindowedKStream<TKey, TValue> WindowedBy(SessionWindows windows)
    {
        ArgumentNullException.ThrowIfNull(windows);
        return new SessionWindowedKStream<TKey, TValue>(this, windows);
    }

    /// <summary>Begins a total of several streams: <c>Cogroup</c> adds one, <c>Aggregate</c> ends it.</summary>
    /// <typeparam name="TTotal">Type of the totals.</typeparam>
    /// <param name="aggregator">
    /// (key, value, total) => new total, for records of this stream. It must not change the total that it is given, but
    /// return a new one; a worker that finds it changed stops (KAP5120). Null removes the row.
    /// </param>
    public CogroupedKStream<TKey, TTotal> Cogroup<TTotal>(Func<TKey, TValue, TTotal, TTotal> aggregator)
    {
        ArgumentNullException.ThrowIfNull(aggregator);
        return new CogroupedKStream<TKey, TTotal>([new CogroupInput<TKey, TValue, TTotal>(this, aggregator)]);
    }

    /// <summary>Folds by windows.</summary>
    /// <param name="what">What is done: <c>count</c>.</param>
    /// <param name="windows">The windows.</param>
    /// <param name="emit">When rows go on.</param>
    /// <param name="fold">How.</param>
    /// <param name="materialized">The store, as the user named it.</param>
    /// <param name="usual">Serde of the totals, where they are values of the stream.</param>
    internal KTable<Windowed<TKey>, TTotal> Fold<TTotal>(
        string what, IFoldWindows windows, EmitStrategy emit, Fold<TKey, TValue, TTotal> fold,
        Materialized? materialized, ISerde<TTotal>? usual = null)
    {
        string kind = $"{windows.Word}-{what}";
        StoreSpec<TKey, TTotal> rows = Described(kind, materialized, usual);
        StoreSpec store = _draft.AddStore(
            $"{kind} of '{_output.Name}'", windows.StoreOf(rows, materialized?.Retention, emit));
        var place = new FoldPlace($"{store.Name}.{kind}", Placed(store.Name), kind, emit);
        return new KTable<Windowed<TKey>, TTotal>(
            _draft, _draft.Add(windows.NodeOf(place, fold, store)), store.Name, store.Name)
        {
            KeySerde = windows.KeySerde(rows.KeySerde),
            ValueSerde = rows.ValueSerde,
        };
    }
}
