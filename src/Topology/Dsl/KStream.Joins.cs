using Kappa.Building;
using Kappa.Graph;

namespace Kappa;

public sealed partial class KStream<TKey, TValue>
{
    /// <summary>
    /// Joins each record with the table's row of its key; records without such a row, or without a value, are dropped.
    /// </summary>
    /// <typeparam name="TTable">Type of the table's values.</typeparam>
    /// <typeparam name="TResult">Type of the results.</typeparam>
    /// <param name="table">The table. Its updates give no results: only the stream's records do.</param>
    /// <param name="joiner">(value, row) => result.</param>
    /// <param name="joined">Name of the exchange, if the key was changed, and the stream's serdes.</param>
    /// <exception cref="KappaException">
    /// KAP1006, KAP1013 or KAP1020: a name is taken, or the table is another builder's.
    /// </exception>
    public KStream<TKey, TResult> Join<TTable, TResult>(
        KTable<TKey, TTable> table, Func<TValue, TTable, TResult> joiner, Joined? joined = null)
    {
        ArgumentNullException.ThrowIfNull(joiner);
        return Join(table, JoinKind.Inner, (_, value, row) => joiner(value, row!), joined);
    }

    /// <summary>
    /// Joins each record with the table's row of its key, or with null where there is none; records without a value are
    /// dropped.
    /// </summary>
    /// <typeparam name="TTable">Type of the table's values.</typeparam>
    /// <typeparam name="TResult">Type of the results.</typeparam>
    /// <param name="table">The table. Its updates give no results: only the stream's records do.</param>
    /// <param name="joiner">(value, row or null) => result.</param>
    /// <param name="joined">Name of the exchange, if the key was changed, and the stream's serdes.</param>
    /// <exception cref="KappaException">
    /// KAP1006, KAP1013 or KAP1020: a name is taken, or the table is another builder's.
    /// </exception>
    public KStream<TKey, TResult> LeftJoin<TTable, TResult>(
        KTable<TKey, TTable> table, Func<TValue, TTable?, TResult> joiner, Joined? joined = null)
        where TTable : class
    {
        ArgumentNullException.ThrowIfNull(joiner);
        return Join(table, JoinKind.Left, (_, value, row) => joiner(value, row), joined);
    }

    private KStream<TKey, TResult> Join<TTable, TResult>(
        KTable<TKey, TTable> table, JoinKind kind, Func<TKey, TValue, TTable?, TResult> joiner, Joined? joined)
    {
        ArgumentNullException.ThrowIfNull(table);
        table.ThrowIfNotOf(_draft);
        StoreSpec<TKey, TTable> store = table.Materialise();
        KStream<TKey, TValue> placed = _draft.Keys.IsAway(_output.Node) ? Exchange(store.Name, joined) : this;
        string name = placed.NameOf(kind == JoinKind.Left ? "left-join" : "join");
        var node = new StreamTableJoinNode<TKey, TValue, TTable, TResult>(
            name, placed._output, table.Node, store, kind, joiner);
        return new KStream<TKey, TResult>(_draft, _draft.Add(node), _root) { KeySerde = placed.KeySerde };
    }

    private KStream<TKey, TValue> Exchange(string store, Joined? joined)
    {
        string name = joined?.Name ?? Names.Sanitise($"{_root}-{store}-join");
        ISerde<TKey> keySerde = joined?.Serdes.KeyFor<TKey>($"Joined of '{_output.Name}'")
            ?? KeySerde ?? _draft.Serdes.For<TKey>();
        ISerde<TValue> valueSerde = joined?.Serdes.ValueFor<TValue>($"Joined of '{_output.Name}'")
            ?? ValueSerde ?? _draft.Serdes.For<TValue>();
        Node exchange = _draft.AddExchange(name, _output, keySerde, valueSerde);
        return new KStream<TKey, TValue>(_draft, exchange, _root) { KeySerde = keySerde, ValueSerde = valueSerde };
    }
}
