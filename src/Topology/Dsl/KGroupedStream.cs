using System.Diagnostics.CodeAnalysis;
using Kappa.Building;
using Kappa.Graph;

namespace Kappa;

/// <summary>A stream whose records are grouped by key, ready to be counted or folded.</summary>
/// <typeparam name="TKey">Type of the keys.</typeparam>
/// <typeparam name="TValue">Type of the values.</typeparam>
[SuppressMessage("Naming", "CA1711", Justification = "The name that users of Kafka Streams know.")]
public sealed class KGroupedStream<TKey, TValue>
{
    private readonly GraphDraft _draft;
    private readonly NodeOutput _output;
    private readonly string _root;
    private readonly string? _name;
    private Node? _named; // The exchange that Grouped.As named: all that hangs on this group shares it.

    internal KGroupedStream(GraphDraft draft, NodeOutput output, string root, Grouped? grouped)
    {
        _draft = draft;
        _output = output;
        _name = grouped?.Name;
        _root = _name is null ? root : $"{root}-{_name}";
    }

    internal ISerde<TKey>? KeySerde { get; init; }

    internal ISerde<TValue>? ValueSerde { get; init; }

    /// <summary>Counts the records of each key. Records with a null key or value do not count.</summary>
    /// <param name="materialized">
    /// The store that keeps the counts; the default derives its name from the stream's.
    /// </param>
    /// <exception cref="KappaException">
    /// KAP1006 or KAP1020: a name is taken.
    /// </exception>
    public KTable<TKey, long> Count(Materialized? materialized = null)
    {
        StoreSpec<TKey, long> store = Store<long>("count", materialized);
        return Table(new CountNode<TKey, TValue>($"{store.Name}.count", Placed(store), store), store);
    }

    /// <summary>Folds the records of each key into a total. Records with a null key or value are left out.</summary>
    /// <typeparam name="TTotal">Type of the totals.</typeparam>
    /// <param name="initializer">Makes the total that a key begins with; the same each time.</param>
    /// <param name="aggregator">
    /// (key, value, total) => new total. It must not change the total that it is given, but return a new one; a worker
    /// that finds it changed stops (KAP5120). Null removes the row.
    /// </param>
    /// <param name="materialized">
    /// The store that keeps the totals; the default derives its name from the stream's.
    /// </param>
    /// <exception cref="KappaException">
    /// KAP1006 or KAP1020: a name is taken.
    /// </exception>
    public KTable<TKey, TTotal> Aggregate<TTotal>(
        Func<TTotal> initializer, Func<TKey, TValue, TTotal, TTotal> aggregator, Materialized? materialized = null)
    {
        ArgumentNullException.ThrowIfNull(initializer);
        ArgumentNullException.ThrowIfNull(aggregator);
        StoreSpec<TKey, TTotal> store = Store<TTotal>("aggregate", materialized);
        return Table(
            new AggregateNode<TKey, TValue, TTotal>(
                $"{store.Name}.aggregate", Placed(store), initializer, aggregator, store),
            store);
    }

    /// <summary>Counts or folds the records of each key by windows of time.</summary>
    /// <param name="windows">The windows.</param>
    public TimeWindowedKStream<TKey, TValue> WindowedBy(TimeWindows windows)
    {
        ArgumentNullException.ThrowIfNull(windows);
        return new TimeWindowedKStream<TKey, TValue>(this, windows);
    }

    /// <summary>Folds by windows.</summary>
    internal KTable<Windowed<TKey>, TTotal> Fold<TTotal>(
        string kind, TimeWindows windows, EmitStrategy emit, Func<TTotal> initializer,
        Func<TKey, TValue, TTotal, TTotal> aggregator, Materialized? materialized)
    {
        StoreSpec<TKey, TTotal> rows = Described<TTotal>(kind, materialized);
        WindowStoreSpec<TKey, TTotal> store = _draft.AddStore(
            $"{kind} of '{_output.Name}'", windows.StoreOf(rows, materialized?.Retention, emit));
        var node = new WindowAggregateNode<TKey, TValue, TTotal>(
            $"{store.Name}.{kind}", Placed(store), kind, windows, emit, initializer, aggregator, store);
        return new KTable<Windowed<TKey>, TTotal>(_draft, _draft.Add(node), store.Name, store.Name)
        {
            KeySerde = new TimeWindowedSerde<TKey>(store.KeySerde, windows.SizeMs),
            ValueSerde = store.ValueSerde,
        };
    }

    private StoreSpec<TKey, TTotal> Store<TTotal>(string kind, Materialized? materialized) =>
        _draft.AddStore($"{kind} of '{_output.Name}'", Described<TTotal>(kind, materialized));

    private StoreSpec<TKey, TTotal> Described<TTotal>(string kind, Materialized? materialized)
    {
        string name = materialized?.Name ?? Names.Sanitise($"{_root}-{kind}");
        string where = $"Materialized of store '{name}'";
        return new StoreSpec<TKey, TTotal>(
            name,
            materialized?.Serdes.KeyFor<TKey>(where) ?? KeySerde ?? _draft.Serdes.For<TKey>(),
            materialized?.Serdes.ValueFor<TTotal>(where) ?? _draft.Serdes.For<TTotal>());
    }

    /// <summary>The node whose records lie where their key is owned.</summary>
    private NodeOutput Placed(StoreSpec store)
    {
        if (!_draft.Keys.IsAway(_output.Node))
        {
            return _output;
        }

        return _name is null ? Exchange(store.Name) : _named ??= Exchange(_name);
    }

    private ExchangeNode<TKey, TValue> Exchange(string name) => _draft.AddExchange(
        name, _output, KeySerde ?? _draft.Serdes.For<TKey>(), ValueSerde ?? _draft.Serdes.For<TValue>());

    private KTable<TKey, TTotal> Table<TTotal>(Node node, StoreSpec<TKey, TTotal> store) =>
        new(_draft, _draft.Add(node), store.Name, store.Name)
        {
            Store = store,
            KeySerde = KeySerde ?? store.KeySerde,
            ValueSerde = store.ValueSerde,
        };
}
