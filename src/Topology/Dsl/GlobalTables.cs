using Kappa.Building;
using Kappa.Graph;

namespace Kappa;

/// <summary>Tables that every task has all of, and joins of streams with them.</summary>
/// <remarks>
/// Functions must be pure: the same arguments, the same result, for a replay gives them the same records again.
/// </remarks>
public static class GlobalTables
{
    /// <summary>Reads a topic as a table that every task has all of.</summary>
    /// <typeparam name="TKey">Type of the keys.</typeparam>
    /// <typeparam name="TValue">Type of the rows.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <param name="topic">
    /// Name of the topic, of any number of partitions. Reading one twice gives the same table.
    /// </param>
    /// <param name="consumed">Serdes; the default is the usual one of each type: Kafka's format, else JSON.</param>
    /// <param name="materialized">
    /// The store that keeps the table for queries; the default is one that is named for the topic.
    /// </param>
    /// <exception cref="KappaException">
    /// KAP1006, KAP1008, KAP1009, KAP1010 or KAP1019: the topic is misnamed or read in another way too, or its store
    /// cannot be.
    /// </exception>
    public static GlobalKTable<TKey, TValue> GlobalTable<TKey, TValue>(
        this StreamBuilder builder, string topic, Consumed<TKey, TValue>? consumed = null,
        Materialized? materialized = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        Names.CheckedTopic(topic);
        GraphDraft draft = builder.Draft;
        ISerde<TKey> keySerde = consumed?.KeySerde ?? draft.Serdes.For<TKey>();
        ISerde<TValue> valueSerde = consumed?.ValueSerde ?? draft.Serdes.For<TValue>();
        StoreSpec<TKey, TValue> store = StreamBuilder.StoreOf(topic, materialized, keySerde, valueSerde);
        GlobalTableNode<TKey, TValue> source = draft.AddSource(topic, () => new GlobalTableNode<TKey, TValue>(
            topic, keySerde, valueSerde, draft.AddStore($"global table of topic '{topic}'", store)));
        StreamBuilder.CheckSame(topic, source.KeySerde, source.ValueSerde, keySerde, valueSerde);
        return materialized?.Name is null || source.Table.Name == store.Name
            ? new GlobalKTable<TKey, TValue>(draft, source)
            : throw TopologyErrors.TwoStoresOfTable(topic, source.Table.Name, store.Name);
    }

    /// <summary>
    /// Joins each record with the row of a global table that it names; records without such a row, or without a value,
    /// are dropped.
    /// </summary>
    /// <typeparam name="TKey">Type of the stream's keys.</typeparam>
    /// <typeparam name="TValue">Type of the stream's values.</typeparam>
    /// <typeparam name="TGlobalKey">Type of the table's keys.</typeparam>
    /// <typeparam name="TGlobal">Type of the table's rows.</typeparam>
    /// <typeparam name="TResult">Type of the results.</typeparam>
    /// <param name="stream">The stream.</param>
    /// <param name="table">The table. Its updates give no results: only the stream's records do.</param>
    /// <param name="keySelector">(key, value) => key of the table; null for none.</param>
    /// <param name="joiner">(value, row) => result.</param>
    /// <exception cref="KappaException">KAP1013: the table is another builder's.</exception>
    public static KStream<TKey, TResult> Join<TKey, TValue, TGlobalKey, TGlobal, TResult>(
        this KStream<TKey, TValue> stream, GlobalKTable<TGlobalKey, TGlobal> table,
        Func<TKey, TValue, TGlobalKey?> keySelector, Func<TValue, TGlobal, TResult> joiner)
    {
        ArgumentNullException.ThrowIfNull(joiner);
        return Join<TKey, TValue, TGlobalKey, TGlobal, TResult>(
            stream, table, keySelector, JoinKind.Inner, (_, value, row) => joiner(value, row!));
    }

    /// <summary>
    /// Joins each record with the row of a global table that it names, or with null where there is none; records
    /// without a value are dropped.
    /// </summary>
    /// <typeparam name="TKey">Type of the stream's keys.</typeparam>
    /// <typeparam name="TValue">Type of the stream's values.</typeparam>
    /// <typeparam name="TGlobalKey">Type of the table's keys.</typeparam>
    /// <typeparam name="TGlobal">Type of the table's rows.</typeparam>
    /// <typeparam name="TResult">Type of the results.</typeparam>
    /// <param name="stream">The stream.</param>
    /// <param name="table">The table. Its updates give no results: only the stream's records do.</param>
    /// <param name="keySelector">(key, value) => key of the table; null for none.</param>
    /// <param name="joiner">(value, row or null) => result.</param>
    /// <exception cref="KappaException">KAP1013: the table is another builder's.</exception>
    public static KStream<TKey, TResult> LeftJoin<TKey, TValue, TGlobalKey, TGlobal, TResult>(
        this KStream<TKey, TValue> stream, GlobalKTable<TGlobalKey, TGlobal> table,
        Func<TKey, TValue, TGlobalKey?> keySelector, Func<TValue, TGlobal?, TResult> joiner)
        where TGlobal : class
    {
        ArgumentNullException.ThrowIfNull(joiner);
        return Join<TKey, TValue, TGlobalKey, TGlobal, TResult>(
            stream, table, keySelector, JoinKind.Left, (_, value, row) => joiner(value, row));
    }

    /// <summary>As the other one, with the key of the record for the joiner.</summary>
    /// <typeparam name="TKey">Type of the stream's keys.</typeparam>
    /// <typeparam name="TValue">Type of the stream's values.</typeparam>
    /// <typeparam name="TGlobalKey">Type of the table's keys.</typeparam>
    /// <typeparam name="TGlobal">Type of the table's rows.</typeparam>
    /// <typeparam name="TResult">Type of the results.</typeparam>
    /// <param name="stream">The stream.</param>
    /// <param name="table">The table. Its updates give no results: only the stream's records do.</param>
    /// <param name="keySelector">(key, value) => key of the table; null for none.</param>
    /// <param name="joiner">(key, value, row) => result.</param>
    /// <exception cref="KappaException">KAP1013: the table is another builder's.</exception>
    public static KStream<TKey, TResult> Join<TKey, TValue, TGlobalKey, TGlobal, TResult>(
        this KStream<TKey, TValue> stream, GlobalKTable<TGlobalKey, TGlobal> table,
        Func<TKey, TValue, TGlobalKey?> keySelector, Func<TKey, TValue, TGlobal, TResult> joiner)
    {
        ArgumentNullException.ThrowIfNull(joiner);
        return Join<TKey, TValue, TGlobalKey, TGlobal, TResult>(
            stream, table, keySelector, JoinKind.Inner, (key, value, row) => joiner(key, value, row!));
    }

    /// <summary>As the other one, with the key of the record for the joiner.</summary>
    /// <typeparam name="TKey">Type of the stream's keys.</typeparam>
    /// <typeparam name="TValue">Type of the stream's values.</typeparam>
    /// <typeparam name="TGlobalKey">Type of the table's keys.</typeparam>
    /// <typeparam name="TGlobal">Type of the table's rows.</typeparam>
    /// <typeparam name="TResult">Type of the results.</typeparam>
    /// <param name="stream">The stream.</param>
    /// <param name="table">The table. Its updates give no results: only the stream's records do.</param>
    /// <param name="keySelector">(key, value) => key of the table; null for none.</param>
    /// <param name="joiner">(key, value, row or null) => result.</param>
    /// <exception cref="KappaException">KAP1013: the table is another builder's.</exception>
    public static KStream<TKey, TResult> LeftJoin<TKey, TValue, TGlobalKey, TGlobal, TResult>(
        this KStream<TKey, TValue> stream, GlobalKTable<TGlobalKey, TGlobal> table,
        Func<TKey, TValue, TGlobalKey?> keySelector, Func<TKey, TValue, TGlobal?, TResult> joiner)
        where TGlobal : class
    {
        ArgumentNullException.ThrowIfNull(joiner);
        return Join<TKey, TValue, TGlobalKey, TGlobal, TResult>(
            stream, table, keySelector, JoinKind.Left, joiner);
    }

    private static KStream<TKey, TResult> Join<TKey, TValue, TGlobalKey, TGlobal, TResult>(
        KStream<TKey, TValue> stream, GlobalKTable<TGlobalKey, TGlobal> table,
        Func<TKey, TValue, TGlobalKey?> keySelector, JoinKind join, Func<TKey, TValue, TGlobal?, TResult> joiner)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(keySelector);
        if (table.Draft != stream.Draft)
        {
            throw TopologyErrors.OtherBuilder(table.Node.Topic);
        }

        var node = new GlobalJoinNode<TKey, TValue, TGlobalKey, TGlobal, TResult>(
            stream.NameOf(join == JoinKind.Left ? "global-left-join" : "global-join"), stream.Output, table.Node,
            table.Node.Table, keySelector, join, joiner);
        return new KStream<TKey, TResult>(stream.Draft, stream.Draft.Add(node), stream.Root)
        {
            KeySerde = stream.KeySerde,
        };
    }
}
