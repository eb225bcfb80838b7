using System.Diagnostics.CodeAnalysis;
using Kappa.Building;
using Kappa.Graph;

namespace Kappa;

/// <summary>Grouped streams whose records are folded into the same totals, each by a function of its own.</summary>
/// <typeparam name="TKey">Type of the keys.</typeparam>
/// <typeparam name="TTotal">Type of the totals.</typeparam>
[SuppressMessage("Naming", "CA1711", Justification = "The name that users of Kafka Streams know.")]
public sealed class CogroupedKStream<TKey, TTotal>
{
    private readonly CogroupInput<TKey, TTotal>[] _inputs;

    internal CogroupedKStream(CogroupInput<TKey, TTotal>[] inputs) => _inputs = inputs;

    private GraphDraft Draft => _inputs[0].Draft;

    /// <summary>The same with another stream.</summary>
    /// <typeparam name="TValue">Type of the stream's values.</typeparam>
    /// <param name="grouped">The stream, of the same builder.</param>
    /// <param name="aggregator">
    /// (key, value, total) => new total, for records of that stream. It must not change the total that it is given, but
    /// return a new one; a worker that finds it changed stops (KAP5120). Null removes the row.
    /// </param>
    /// <exception cref="KappaException">KAP1024: the stream is another builder's.</exception>
    public CogroupedKStream<TKey, TTotal> Cogroup<TValue>(
        KGroupedStream<TKey, TValue> grouped, Func<TKey, TValue, TTotal, TTotal> aggregator)
    {
        ArgumentNullException.ThrowIfNull(grouped);
        ArgumentNullException.ThrowIfNull(aggregator);
        return grouped.Draft == Draft
            ? new CogroupedKStream<TKey, TTotal>(
                [.. _inputs, new CogroupInput<TKey, TValue, TTotal>(grouped, aggregator)])
            : throw TopologyErrors.StreamOfOtherBuilder(grouped.Root);
    }

    /// <summary>Folds the records of each key into a total. Records with a null key or value are left out.</summary>
    /// <param name="initializer">Makes the total that a key begins with; the same each time.</param>
    /// <param name="materialized">
    /// The store that keeps the totals; the default derives its name from that of the first stream.
    /// </param>
    /// <exception cref="KappaException">
    /// KAP1006 or KAP1020: a name is taken.
    /// </exception>
    public KTable<TKey, TTotal> Aggregate(Func<TTotal> initializer, Materialized? materialized = null)
    {
        ArgumentNullException.ThrowIfNull(initializer);
        StoreSpec<TKey, TTotal> store = Draft.AddStore("cogroup", _inputs[0].Describe("cogroup", materialized));
        Node[] totals = [.. _inputs.Select(input => input.Add(store, initializer))];
        return new KTable<TKey, TTotal>(Draft, Together<TKey>(store, totals), store.Name, store.Name)
        {
            Store = store,
            KeySerde = store.KeySerde,
            ValueSerde = store.ValueSerde,
        };
    }

    /// <summary>Folds by windows of time.</summary>
    /// <param name="windows">The windows.</param>
    public TimeWindowedCogroupedKStream<TKey, TTotal> WindowedBy(TimeWindows windows)
    {
        ArgumentNullException.ThrowIfNull(windows);
        return new TimeWindowedCogroupedKStream<TKey, TTotal>(this, windows);
    }

    /// <summary>Folds by windows that move with the records. Records with a null value are left out.</summary>
    /// <param name="windows">The windows.</param>
    public TimeWindowedCogroupedKStream<TKey, TTotal> WindowedBy(SlidingWindows windows)
    {
        ArgumentNullException.ThrowIfNull(windows);
        return new TimeWindowedCogroupedKStream<TKey, TTotal>(this, windows);
    }

    /// <summary>Folds all records since a moment.</summary>
    /// <param name="windows">The window.</param>
    public TimeWindowedCogroupedKStream<TKey, TTotal> WindowedBy(UnlimitedWindows windows)
    {
        ArgumentNullException.ThrowIfNull(windows);
        return new TimeWindowedCogroupedKStream<TKey, TTotal>(this, windows);
    }

    /// <summary>Folds by sessions.</summary>
    /// <param name="windows">What makes a session.</param>
    public SessionWindowedCogroupedKStream<TKey, TTotal> WindowedBy(SessionWindows windows)
    {
        ArgumentNullException.ThrowIfNull(windows);
        return new SessionWindowedCogroupedKStream<TKey, TTotal>(this, windows);
    }

    /// <summary>Folds by windows.</summary>
    internal KTable<Windowed<TKey>, TTotal> Fold(
        IFoldWindows windows, Func<TTotal> initializer, Func<TKey, TTotal, TTotal, TTotal>? merger,
        Materialized? materialized)
    {
        string kind = $"{windows.Word}-cogroup";
        StoreSpec<TKey, TTotal> rows = _inputs[0].Describe(kind, materialized);
        StoreSpec store = Draft.AddStore(
            kind, windows.StoreOf(rows, materialized?.Retention, EmitStrategy.OnWindowUpdate));
        Node[] totals = [.. _inputs.Select(input => input.Add(store, windows, initializer, merger))];
        return new KTable<Windowed<TKey>, TTotal>(
            Draft, Together<Windowed<TKey>>(store, totals), store.Name, store.Name)
        {
            KeySerde = windows.KeySerde(rows.KeySerde),
            ValueSerde = rows.ValueSerde,
        };
    }

    private CogroupNode<TRowKey, TTotal> Together<TRowKey>(StoreSpec store, Node[] totals) => Draft.Add(
        new CogroupNode<TRowKey, TTotal>(
            Draft.NameOf(store.Name, "cogroup"), [.. totals.Select(node => (NodeOutput)node)], store));
}
