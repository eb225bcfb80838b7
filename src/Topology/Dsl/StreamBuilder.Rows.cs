using Kappa.Building;
using Kappa.Graph;
using Kappa.Sources;

namespace Kappa;

public sealed partial class StreamBuilder
{
    /// <summary>Reads a topic that <c>kappa snapshot apply</c> writes as a table.</summary>
    /// <typeparam name="TKey">Type of the keys: string, unless a serde is given.</typeparam>
    /// <typeparam name="TValue">Type of the rows, read as JSON; names are those of the fields.</typeparam>
    /// <param name="topic">Name of the topic. Reading one twice gives the same table.</param>
    /// <param name="consumed">
    /// Serdes; the default is string and JSON. A key is what <c>--key</c> makes of its fields: of one its text, else
    /// its JSON; of several the JSON array of their values.
    /// </param>
    /// <param name="materialized">
    /// The store that keeps the table; the default is one that is named for the topic.
    /// </param>
    /// <remarks>
    /// It is the table that <see cref="Table{TKey, TValue}"/> gives, with the same fingerprint. A value that is no JSON
    /// object stops the topology (KAP8050): somebody else wrote it.
    /// </remarks>
    /// <example>
    /// <code>
    /// KTable&lt;string, Airport&gt; airports = builder.SnapshotTable&lt;string, Airport&gt;("airports");
    /// </code>
    /// </example>
    /// <exception cref="KappaException">
    /// KAP1023: keys of this type need a serde. KAP1006, KAP1008, KAP1009, KAP1010 or KAP1019: the topic is misnamed or
    /// read in another way too, or its store cannot be.
    /// </exception>
    public KTable<TKey, TValue> SnapshotTable<TKey, TValue>(
        string topic, Consumed<TKey, TValue>? consumed = null, Materialized? materialized = null)
    {
        Names.CheckedTopic(topic);
        return Table(topic, RowsOf(topic, consumed), materialized);
    }

    /// <summary>
    /// Reads change events that Debezium has captured as a table; snapshots of the same table may feed it too.
    /// </summary>
    /// <typeparam name="TKey">Type of the keys: string, unless a serde is given.</typeparam>
    /// <typeparam name="TValue">Type of the rows, read from the JSON of <c>after</c>.</typeparam>
    /// <param name="topic">The topic of one captured table: JSON, with the schema around it or without.</param>
    /// <param name="snapshots">
    /// A topic that <c>kappa snapshot apply</c> writes with rows of the same table; null for none. Of each key the
    /// newer row counts: a captured change is of the time <c>source.ts_ms</c>, a row of a snapshot of the time at which
    /// that was begun. Of equal times the captured change counts. Deletions count like rows.
    /// </param>
    /// <param name="key">
    /// The key columns in the order of <c>--key</c>, where the order matters; another key stops the topology (KAP8052).
    /// The default is those that the events have, in their order.
    /// </param>
    /// <param name="consumed">
    /// Serdes of keys and rows; the default is string and JSON. The key's serde is given what <c>--key</c> would make
    /// of the key columns: of one its text, else its JSON; of several the JSON array of their values.
    /// </param>
    /// <param name="materialized">
    /// The store that keeps the table; the default is one that is named for the topic. With snapshots there is another
    /// one, whose name ends with <c>-origins</c>: for captured rows and for deletions it says where they come from.
    /// </param>
    /// <remarks>
    /// Rows go through an exchange, for Debezium writes keys as JSON objects: behind it they lie where the text of the
    /// key says, as in other topics. A row's timestamp is the time that it is of. An event that is none stops the
    /// topology (KAP8051 to KAP8056).
    /// </remarks>
    /// <example>
    /// <code>
    /// KTable&lt;string, Airport&gt; airports = builder.DebeziumTable&lt;string, Airport&gt;(
    ///     "pg.public.airports", snapshots: "airports", materialized: Materialized.As("airports"));
    /// </code>
    /// </example>
    /// <exception cref="KappaException">
    /// KAP1023: keys of this type need a serde. KAP1006, KAP1008, KAP1009, KAP1010 or KAP1020: a topic is misnamed or
    /// read in another way too, or the name of a store is taken.
    /// </exception>
    public KTable<TKey, TValue> DebeziumTable<TKey, TValue>(
        string topic, string? snapshots = null, IReadOnlyList<string>? key = null,
        Consumed<TKey, TValue>? consumed = null, Materialized? materialized = null)
    {
        Names.CheckedTopic(topic);
        if (consumed?.Times is not null)
        {
            throw OutputErrors.TimesOfCaptured(topic);
        }

        Consumed<TKey, TValue> rows = RowsOf(topic, consumed);
        (ISerde<TKey> keySerde, ISerde<TValue> valueSerde) = (rows.KeySerde!, rows.ValueSerde!);
        DebeziumSourceNode<TKey, TValue> source = Captured(topic, key, keySerde, valueSerde);
        StoreSpec<TKey, TValue> table = _draft.AddStore(
            $"table of topic '{topic}'", StoreOf(topic, materialized, keySerde, valueSerde));
        materialized?.RefuseVersions(table.Name);
        Node captured = _draft.AddExchange(table.Name, source, keySerde, valueSerde);
        if (snapshots is not null)
        {
            Names.CheckedTopic(snapshots);
            captured = Newer(captured, StreamSource(snapshots, keySerde, valueSerde), table);
        }

        var node = new CapturedTableNode<TKey, TValue>($"{table.Name}.captured-table", captured, table);
        return new KTable<TKey, TValue>(_draft, _draft.Add(node), topic, table.Name)
        {
            Store = table,
            KeySerde = keySerde,
            ValueSerde = valueSerde,
        };
    }

    private DebeziumSourceNode<TKey, TValue> Captured<TKey, TValue>(
        string topic, IReadOnlyList<string>? key, ISerde<TKey> keySerde, ISerde<TValue> valueSerde)
    {
        var keys = new DebeziumKeySerde<TKey>(keySerde, key);
        var changes = new DebeziumSerde<TValue>(valueSerde);
        DebeziumSourceNode<TKey, TValue> source = _draft.AddSource(
            topic, () => new DebeziumSourceNode<TKey, TValue>(topic, keys, changes));
        CheckSame(topic, source.KeySerde, source.ValueSerde, keys, changes);
        return source;
    }

    private NewerRowsNode<TKey, TValue> Newer<TKey, TValue>(
        Node captured, Node snapshots, StoreSpec<TKey, TValue> table)
    {
        StoreSpec<TKey, string> origins = _draft.AddStore(
            Names.Sanitise($"{table.Name}-origins"), $"origins of table '{table.Name}'", table.KeySerde,
            Serdes.String);
        return _draft.Add(new NewerRowsNode<TKey, TValue>(
            $"{table.Name}.newer-rows", captured, snapshots, table, origins));
    }

    /// <summary>The serdes of a topic whose keys are text and whose values are rows.</summary>
    private Consumed<TKey, TValue> RowsOf<TKey, TValue>(string topic, Consumed<TKey, TValue>? consumed)
    {
        ISerde<TKey>? keySerde = consumed?.KeySerde
            ?? (typeof(TKey) == typeof(string) ? _draft.Serdes.For<TKey>() : null);
        return new Consumed<TKey, TValue>(
            keySerde ?? throw TopologyErrors.NoTextKey(topic, typeof(TKey)),
            new SnapshotRowSerde<TValue>(consumed?.ValueSerde ?? _draft.Serdes.For<TValue>()), consumed?.Times);
    }
}
