using Kappa.Building;
using Kappa.Graph;

namespace Kappa;

/// <summary>A table that changes, as it is described: one row a key, each update replacing the row.</summary>
/// <typeparam name="TKey">Type of the keys.</typeparam>
/// <typeparam name="TValue">Type of the rows.</typeparam>
/// <remarks>
/// Functions must be pure: the same arguments, the same result, for a replay gives them the same rows again.
/// </remarks>
public sealed partial class KTable<TKey, TValue>
{
    private readonly GraphDraft _draft;
    private readonly string _prefix;
    private readonly string _root;

    /// <param name="draft">The topology that it is part of.</param>
    /// <param name="node">The operator that gives the rows.</param>
    /// <param name="prefix">What names of operators further on begin with.</param>
    /// <param name="root">What names of stores are derived from, also that of its own.</param>
    internal KTable(GraphDraft draft, Node node, string prefix, string root)
    {
        _draft = draft;
        Node = node;
        _prefix = prefix;
        _root = root;
    }

    internal GraphDraft Draft => _draft;

    internal Node Node { get; }

    /// <summary>What names of stores further on are derived from.</summary>
    internal string Root => _root;

    /// <summary>The store of an operator that always has one.</summary>
    internal StoreSpec<TKey, TValue>? Store { get; init; }

    /// <summary>How far back the versions of its rows can be asked for, in milliseconds; null for not at all.</summary>
    internal long? HistoryMs => (Store as VersionedStoreSpec<TKey, TValue>)?.HistoryMs ?? PassedHistoryMs;

    /// <summary>The same of the table that it is worked out of, row by row, where it has no store of its own.</summary>
    internal long? PassedHistoryMs { get; init; }

    internal ISerde<TKey>? KeySerde { get; init; }

    internal ISerde<TValue>? ValueSerde { get; init; }

    /// <summary>Keeps the rows that satisfy a predicate; a row that no longer does leaves.</summary>
    /// <param name="predicate">(key, row) => whether the row stays.</param>
    /// <param name="materialized">
    /// The store that keeps the result; without one there is none, unless a join needs it.
    /// </param>
    /// <exception cref="KappaException">KAP1006: the store's name is taken.</exception>
    public KTable<TKey, TValue> Filter(Func<TKey, TValue, bool> predicate, Materialized? materialized = null)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        return Filter("filter", predicate, materialized);
    }

    /// <summary>Drops the rows that satisfy a predicate; a row that comes to do so leaves.</summary>
    /// <param name="predicate">(key, row) => whether the row is dropped.</param>
    /// <param name="materialized">
    /// The store that keeps the result; without one there is none, unless a join needs it.
    /// </param>
    /// <exception cref="KappaException">KAP1006: the store's name is taken.</exception>
    public KTable<TKey, TValue> FilterNot(Func<TKey, TValue, bool> predicate, Materialized? materialized = null)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        return Filter("filter-not", (key, value) => !predicate(key, value), materialized);
    }

    /// <summary>Replaces the value of each row.</summary>
    /// <typeparam name="TResult">Type of the new values.</typeparam>
    /// <param name="mapper">row => new row.</param>
    /// <param name="materialized">
    /// The store that keeps the result; without one there is none, unless a join needs it.
    /// </param>
    /// <exception cref="KappaException">KAP1006: the store's name is taken.</exception>
    public KTable<TKey, TResult> MapValues<TResult>(Func<TValue, TResult> mapper, Materialized? materialized = null)
    {
        ArgumentNullException.ThrowIfNull(mapper);
        return MapValues((_, value) => mapper(value), materialized);
    }

    /// <summary>Replaces the value of each row.</summary>
    /// <typeparam name="TResult">Type of the new values.</typeparam>
    /// <param name="mapper">(key, row) => new row.</param>
    /// <param name="materialized">
    /// The store that keeps the result; without one there is none, unless a join needs it.
    /// </param>
    /// <exception cref="KappaException">KAP1006: the store's name is taken.</exception>
    public KTable<TKey, TResult> MapValues<TResult>(
        Func<TKey, TValue, TResult> mapper, Materialized? materialized = null)
    {
        ArgumentNullException.ThrowIfNull(mapper);
        TableResult<TKey, TResult> result = Result<TResult>($"{_root}-map-values", materialized, null, HistoryMs);
        var node = new TableMapValuesNode<TKey, TValue, TResult>(NameOf("map-values"), Node, mapper, result.Store);
        return result.Table(_draft, node);
    }

    /// <summary>The updates of the table as a stream; a row that left is a record without a value.</summary>
    /// <remarks>
    /// Operators behind it work on records, not on rows: to leave rows out or to change them, use Filter and MapValues
    /// of the table, before. What lies between here and a topic and may lose or make up a deletion is a warning
    /// (KAP1022).
    /// </remarks>
    public KStream<TKey, TValue> ToStream()
    {
        var node = new ToStreamNode<TKey, TValue>(NameOf("to-stream"), Node);
        return new KStream<TKey, TValue>(_draft, _draft.Add(node), _root)
        {
            KeySerde = KeySerde,
            ValueSerde = ValueSerde,
            IsTable = true,
        };
    }

    /// <summary>The table's store; a table that has none gets one, under its derived name.</summary>
    /// <exception cref="KappaException">KAP1095: its rows are windows, which no join can look up.</exception>
    internal StoreSpec<TKey, TValue> Materialise()
    {
        if (Store is not null)
        {
            return Store;
        }

        if (Node is not DerivedTableNode<TKey, TValue> derived)
        {
            throw JoinErrors.WindowsAsRows(Node.Name);
        }

        (string name, ISerde<TKey> key, ISerde<TValue> value) = (
            Names.Sanitise(_root), KeySerde ?? _draft.Serdes.For<TKey>(), ValueSerde ?? _draft.Serdes.For<TValue>());
        return _draft.Materialise(derived, () => _draft.AddStore(
            $"{Node.Kind} of '{Node.Parents[0].Name}'",
            HistoryMs is { } history
                ? new VersionedStoreSpec<TKey, TValue>(name, key, value, history)
                : new StoreSpec<TKey, TValue>(name, key, value)));
    }

    internal void ThrowIfNotOf(GraphDraft draft)
    {
        if (_draft != draft)
        {
            throw TopologyErrors.OtherBuilder(_prefix);
        }
    }

    private KTable<TKey, TValue> Filter(
        string operation, Func<TKey, TValue, bool> predicate, Materialized? materialized)
    {
        TableResult<TKey, TValue> result = Result($"{_root}-{operation}", materialized, ValueSerde, HistoryMs);
        var node = new TableFilterNode<TKey, TValue>(NameOf(operation), Node, predicate, result.Store)
        {
            IsVersioned = HistoryMs is not null,
        };
        return result.Table(_draft, node);
    }

    private TableResult<TKey, TResult> Result<TResult>(
        string root, Materialized? materialized, ISerde<TResult>? valueSerde, long? historyMs = null) =>
        TableResult<TKey, TResult>.Of(_draft, root, materialized, KeySerde, valueSerde) with { HistoryMs = historyMs };

    internal string NameOf(string operation) => _draft.NameOf(_prefix, operation);
}
