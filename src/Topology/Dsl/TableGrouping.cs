using Kappa.Building;
using Kappa.Graph;

namespace Kappa;

/// <summary>Operators that make tables of other keys, or of streams.</summary>
/// <remarks>
/// Functions must be pure: the same arguments, the same result, for a replay gives them the same rows again.
/// </remarks>
public static class TableGrouping
{
    /// <summary>Groups the rows of a table by another key.</summary>
    /// <typeparam name="TKey">Type of the keys.</typeparam>
    /// <typeparam name="TValue">Type of the rows.</typeparam>
    /// <typeparam name="TNewKey">Type of the groups' keys.</typeparam>
    /// <typeparam name="TNewValue">Type of what a row brings into its group.</typeparam>
    /// <param name="table">The table.</param>
    /// <param name="selector">
    /// (key, row) => (key of the group, what the row brings into it). Where either is null the row is in no group.
    /// </param>
    /// <param name="grouped">Name of the exchange, and serdes of the new keys and values.</param>
    public static KGroupedTable<TNewKey, TNewValue> GroupBy<TKey, TValue, TNewKey, TNewValue>(
        this KTable<TKey, TValue> table, Func<TKey, TValue, (TNewKey Key, TNewValue Value)> selector,
        Grouped? grouped = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(selector);
        string where = $"Grouped of '{table.Node.Name}'";
        ISerde<TNewKey> keySerde = grouped?.Serdes.KeyFor<TNewKey>(where) ?? table.Draft.Serdes.For<TNewKey>();
        var node = new TableGroupNode<TKey, TValue, TNewKey, TNewValue>(
            table.NameOf("group-by"), table.Node, selector, keySerde);
        return new KGroupedTable<TNewKey, TNewValue>(
            table.Draft, table.Draft.Add(node), table.Root, grouped, keySerde,
            grouped?.Serdes.ValueFor<TNewValue>(where) ?? table.Draft.Serdes.For<TNewValue>());
    }

    /// <summary>
    /// Makes a table of a stream: the last record of each key is its row, and one without a value takes it out. Records
    /// without a key are dropped.
    /// </summary>
    /// <typeparam name="TKey">Type of the keys.</typeparam>
    /// <typeparam name="TValue">Type of the values.</typeparam>
    /// <param name="stream">The stream; where its keys were changed, records move to the task that owns them.</param>
    /// <param name="materialized">
    /// The store that keeps the table; the default derives its name from the stream's.
    /// </param>
    /// <exception cref="KappaException">KAP1006 or KAP1020: a name is taken.</exception>
    public static KTable<TKey, TValue> ToTable<TKey, TValue>(
        this KStream<TKey, TValue> stream, Materialized? materialized = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        GraphDraft draft = stream.Draft;
        string name = materialized?.Name ?? Names.Sanitise($"{stream.Root}-to-table");
        string where = $"Materialized of store '{name}'";
        ISerde<TKey> keySerde = materialized?.Serdes.KeyFor<TKey>(where)
            ?? stream.KeySerde ?? draft.Serdes.For<TKey>();
        ISerde<TValue> valueSerde = materialized?.Serdes.ValueFor<TValue>(where)
            ?? stream.ValueSerde ?? draft.Serdes.For<TValue>();
        StoreSpec<TKey, TValue> store = draft.AddStore(
            $"to-table of '{stream.Output.Name}'",
            materialized?.Describe(name, keySerde, valueSerde)
                ?? new StoreSpec<TKey, TValue>(name, keySerde, valueSerde));
        NodeOutput placed = draft.Keys.IsAway(stream.Output.Node)
            ? draft.AddExchange(store.Name, stream.Output, stream.KeySerde ?? keySerde, stream.ValueSerde ?? valueSerde)
            : stream.Output;
        var node = new ToTableNode<TKey, TValue>(
            $"{store.Name}.to-table", placed, store, materialized?.Name is not null);
        return new KTable<TKey, TValue>(draft, draft.Add(node), store.Name, store.Name)
        {
            Store = store,
            KeySerde = stream.KeySerde ?? keySerde,
            ValueSerde = valueSerde,
        };
    }
}
