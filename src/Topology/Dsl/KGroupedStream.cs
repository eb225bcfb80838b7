using System.Diagnostics.CodeAnalysis;
using Kappa.Building;
using Kappa.Graph;

namespace Kappa;

/// <summary>A stream whose records are grouped by key, ready to be counted or folded.</summary>
/// <typeparam name="TKey">Type of the keys.</typeparam>
/// <typeparam name="TValue">Type of the values.</typeparam>
[SuppressMessage("Naming", "CA1711", Justification = "The name that users of Kafka Streams know.")]
public sealed partial class KGroupedStream<TKey, TValue>
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
        return Table(new CountNode<TKey, TValue>($"{store.Name}.count", Placed(store.Name), store), store);
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
        return Fold("aggregate", new Fold<TKey, TValue, TTotal>(initializer, aggregator), materialized);
    }

    /// <summary>
    /// Makes one value of the records of each key: the first one is the result, and each later one is put to it.
    /// Records with a null key or value are left out.
    /// </summary>
    /// <param name="reducer">
    /// (result, value) => new result. It must not change what it is given, but return a new one; a worker that finds it
    /// changed stops (KAP5120). Null removes the row.
    /// </param>
    /// <param name="materialized">
    /// The store that keeps the results; the default derives its name from the stream's.
    /// </param>
    /// <exception cref="KappaException">
    /// KAP1006 or KAP1020: a name is taken.
    /// </exception>
    public KTable<TKey, TValue> Reduce(Func<TValue, TValue, TValue> reducer, Materialized? materialized = null)
    {
        ArgumentNullException.ThrowIfNull(reducer);
        return Fold("reduce", Folds.Reduce<TKey, TValue>(reducer), materialized, ValueSerde);
    }

    private KTable<TKey, TTotal> Fold<TTotal>(
        string kind, Fold<TKey, TValue, TTotal> fold, Materialized? materialized, ISerde<TTotal>? usual = null)
    {
        StoreSpec<TKey, TTotal> store = Store(kind, materialized, usual);
        return Table(
            new AggregateNode<TKey, TValue, TTotal>(
                $"{store.Name}.{kind}", Placed(store.Name), kind, fold, store),
            store);
    }

    private StoreSpec<TKey, TTotal> Store<TTotal>(
        string kind, Materialized? materialized, ISerde<TTotal>? usual = null) =>
        _draft.AddStore($"{kind} of '{_output.Name}'", Described(kind, materialized, usual));

    /// <summary>What a store of totals of a key is called, and with which serdes.</summary>
    internal StoreSpec<TKey, TTotal> Described<TTotal>(
        string kind, Materialized? materialized, ISerde<TTotal>? usual = null)
    {
        string name = materialized?.Name ?? Names.Sanitise($"{_root}-{kind}");
        string where = $"Materialized of store '{name}'";
        materialized?.RefuseVersions(name);
        return new StoreSpec<TKey, TTotal>(
            name,
            materialized?.Serdes.KeyFor<TKey>(where) ?? KeySerde ?? _draft.Serdes.For<TKey>(),
            materialized?.Serdes.ValueFor<TTotal>(where) ?? usual ?? _draft.Serdes.For<TTotal>());
    }

    /// <summary>The node whose records lie where their key is owned.</summary>
    /// <param name="exchange">What its exchange is called, where the group has no name.</param>
    internal NodeOutput Placed(string exchange)
    {
        if (!_draft.Keys.IsAway(_output.Node))
        {
            return _output;
        }

        return _name is null ? Exchange(exchange) : _named ??= Exchange(_name);
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
