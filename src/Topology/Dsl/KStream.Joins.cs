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
    /// <param name="table">
    /// The table. Its updates give no results: only the stream's records do. One that keeps versions
    /// (<see cref="Materialized.AsVersioned"/>) is read as of the record's timestamp.
    /// </param>
    /// <param name="joiner">(value, row) => result.</param>
    /// <param name="joined">Name of the exchange, if the key was changed, and the stream's serdes.</param>
    /// <exception cref="KappaException">
    /// KAP1006, KAP1013 or KAP1020: a name is taken, or the table is another builder's. KAP1090, KAP1092: it is to wait
    /// for late updates, and the table keeps no versions, or not for so long.
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
    /// <param name="table">
    /// The table. Its updates give no results: only the stream's records do. One that keeps versions
    /// (<see cref="Materialized.AsVersioned"/>) is read as of the record's timestamp.
    /// </param>
    /// <param name="joiner">(value, row or null) => result.</param>
    /// <param name="joined">Name of the exchange, if the key was changed, and the stream's serdes.</param>
    /// <exception cref="KappaException">
    /// KAP1006, KAP1013 or KAP1020: a name is taken, or the table is another builder's. KAP1090, KAP1092: it is to wait
    /// for late updates, and the table keeps no versions, or not for so long.
    /// </exception>
    public KStream<TKey, TResult> LeftJoin<TTable, TResult>(
        KTable<TKey, TTable> table, Func<TValue, TTable?, TResult> joiner, Joined? joined = null)
        where TTable : class
    {
        ArgumentNullException.ThrowIfNull(joiner);
        return Join(table, JoinKind.Left, (_, value, row) => joiner(value, row), joined);
    }

    internal KStream<TKey, TResult> Join<TTable, TResult>(
        KTable<TKey, TTable> table, JoinKind kind, Func<TKey, TValue, TTable?, TResult> joiner, Joined? joined)
    {
        ArgumentNullException.ThrowIfNull(table);
        table.ThrowIfNotOf(_draft);
        StoreSpec<TKey, TTable> store = table.Materialise();
        string exchange = joined?.Name ?? Names.Sanitise($"{_root}-{store.Name}-join");
        KStream<TKey, TValue> placed = _draft.Keys.IsAway(_output.Node) ? Exchange(exchange, joined) : this;
        var node = new StreamTableJoinNode<TKey, TValue, TTable, TResult>(
            placed.NameOf(kind.Operation), placed._output, table.Node, store, kind, joiner)
        {
            GraceMs = joined?.GraceMs,
            Waiting = Waiting(exchange, table, joined),
        };
        return new KStream<TKey, TResult>(_draft, _draft.Add(node), _root) { KeySerde = placed.KeySerde };
    }

    /// <summary>Where records wait for late updates of a table; null where they do not.</summary>
    private BufferStoreSpec<TKey, Held<TValue>>? Waiting<TTable>(
        string exchange, KTable<TKey, TTable> table, Joined? joined)
    {
        if (joined?.GraceMs is not { } grace)
        {
            return null;
        }

        long history = table.HistoryMs ?? throw JoinErrors.GraceOfNoVersions(_output.Name, table.Node.Name);
        return grace > history ? throw JoinErrors.HistoryTooShort(table.Node.Name, history, grace)
            : _draft.AddStore($"join of '{_output.Name}'", new BufferStoreSpec<TKey, Held<TValue>>(
                Names.Sanitise($"{exchange}-waiting"), KeySerdeOf(joined), new HeldSerde<TValue>(ValueSerdeOf(joined)),
                null));
    }

    private KStream<TKey, TValue> Exchange(string name, Joined? joined)
    {
        (ISerde<TKey> keySerde, ISerde<TValue> valueSerde) = (KeySerdeOf(joined), ValueSerdeOf(joined));
        Node exchange = _draft.AddExchange(name, _output, keySerde, valueSerde);
        return new KStream<TKey, TValue>(_draft, exchange, _root) { KeySerde = keySerde, ValueSerde = valueSerde };
    }

    private ISerde<TKey> KeySerdeOf(Joined? joined) => joined?.Serdes.KeyFor<TKey>($"Joined of '{_output.Name}'")
        ?? KeySerde ?? _draft.Serdes.For<TKey>();

    private ISerde<TValue> ValueSerdeOf(Joined? joined) =>
        joined?.Serdes.ValueFor<TValue>($"Joined of '{_output.Name}'") ?? ValueSerde ?? _draft.Serdes.For<TValue>();
}
