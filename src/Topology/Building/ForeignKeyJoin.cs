using Kappa.Graph;

namespace Kappa.Building;

/// <summary>
/// Describes a foreign-key join: subscriptions go to where foreign keys are owned, rows of the other table too, and
/// answers come back to where the keys of the first table are.
/// </summary>
internal sealed class ForeignKeyJoin<TKey, TValue, TForeign, TOther>
{
    private readonly KTable<TKey, TValue> _table;
    private readonly KTable<TForeign, TOther> _other;
    private readonly Func<TKey, TValue, TForeign?> _extractor;
    private readonly JoinKind _join;
    private readonly ISerde<TKey> _keySerde;
    private readonly ISerde<TValue> _valueSerde;
    private readonly ISerde<TForeign> _foreignSerde;
    private readonly ISerde<TOther> _otherSerde;

    public ForeignKeyJoin(
        KTable<TKey, TValue> table, KTable<TForeign, TOther> other, Func<TKey, TValue, TForeign?> extractor,
        JoinKind join)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(other);
        ArgumentNullException.ThrowIfNull(extractor);
        other.ThrowIfNotOf(table.Draft);
        (_table, _other, _extractor, _join) = (table, other, extractor, join);
        _keySerde = table.KeySerde ?? Draft.Serdes.For<TKey>();
        _valueSerde = table.ValueSerde ?? Draft.Serdes.For<TValue>();
        _foreignSerde = other.KeySerde ?? Draft.Serdes.For<TForeign>();
        _otherSerde = other.ValueSerde ?? Draft.Serdes.For<TOther>();
    }

    private GraphDraft Draft => _table.Draft;

    /// <summary>Adds the operators.</summary>
    public KTable<TKey, TResult> Result<TResult>(
        Func<TKey, TValue, TOther?, TResult> joiner, Materialized? materialized)
    {
        string operation = _join == JoinKind.Left ? "foreign-key-left-join" : "foreign-key-join";
        string name = materialized?.Name ?? Names.Sanitise($"{_table.Root}-{_other.Root}-{operation}");
        materialized?.RefuseVersions(name);
        string where = $"Materialized of store '{name}'";
        StoreSpec<TKey, TResult> store = Draft.AddStore(
            name, $"{operation} of '{_table.Node.Name}'", materialized?.Serdes.KeyFor<TKey>(where) ?? _keySerde,
            materialized?.Serdes.ValueFor<TResult>(where) ?? Draft.Serdes.For<TResult>());
        Node joined = Joined(name, operation, joiner);
        Node answers = Draft.AddExchange(
            $"{name}.answers", joined, _keySerde, new ForeignAnswerSerde<TResult>(store.ValueSerde),
            partitionsOf: _table.Node);
        var node = new ForeignKeyResultNode<TKey, TResult>(
            $"{name}.result", answers, store, materialized?.Name is not null);
        return new KTable<TKey, TResult>(Draft, Draft.Add(node), name, name)
        {
            Store = store,
            KeySerde = _keySerde,
            ValueSerde = store.ValueSerde,
        };
    }

    /// <summary>
    /// Of records with one place those of the input with the lower name come first (rows, then subscriptions): a
    /// subscription finds the foreign row as its cause left it.
    /// </summary>
    private ForeignKeyJoinNode<TKey, TValue, TForeign, TOther, TResult> Joined<TResult>(
        string name, string operation, Func<TKey, TValue, TOther?, TResult> joiner)
    {
        Node subscribe = Draft.Add(new ForeignKeySubscribeNode<TKey, TValue, TForeign>(
            $"{name}.subscribe", _table.Node, _extractor, _join, _keySerde, _foreignSerde));
        Node subscriptions = Draft.AddExchange(
            $"{name}.subscriptions", subscribe, Serdes.Bytes,
            new SubscriptionSerde<TKey, TValue, TForeign>(_keySerde, _valueSerde, _foreignSerde),
            partitionsOf: _other.Node);
        Node updates = Draft.Add(new ToStreamNode<TForeign, TOther>(
            $"{name}.foreign", _other.Node, dropsLate: true));
        Node foreign = Draft.AddExchange(
            $"{name}.foreign", updates, _foreignSerde, _otherSerde, partitionsOf: _other.Node);
        var node = new ForeignKeyJoinNode<TKey, TValue, TForeign, TOther, TResult>(
            $"{name}.{operation}", subscriptions, foreign, _join, joiner,
            new SubscriberStoreSpec<TForeign, TKey, TValue>(
                $"{name}.subscribers", _foreignSerde, _keySerde, _valueSerde),
            new StoreSpec<TForeign, TOther>($"{name}.rows", _foreignSerde, _otherSerde, isInternal: true));
        return Draft.Add(node);
    }
}
