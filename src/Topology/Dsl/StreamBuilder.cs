using System.Text.Json.Serialization;
using Kappa.Building;
using Kappa.Graph;

namespace Kappa;

/// <summary>Takes the description of a topology.</summary>
/// <remarks>One builder describes one topology, on one thread.</remarks>
public sealed partial class StreamBuilder
{
    private readonly GraphDraft _draft = new();

    internal GraphDraft Draft => _draft;

    /// <summary>Writes and reads JSON by source-generated code; call it before the first stream or table.</summary>
    /// <param name="context">
    /// The code, made from your types: <c>MyJson.Default</c>. Several contexts are asked in turn.
    /// </param>
    /// <returns>This builder.</returns>
    /// <exception cref="KappaException">KAP1017: JSON without it is in use already.</exception>
    public StreamBuilder UseJson(JsonSerializerContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        _draft.ThrowIfBuilt();
        _draft.Serdes.Add(context);
        return this;
    }

    /// <summary>Reads a topic as a stream: every record counts.</summary>
    /// <typeparam name="TKey">Type of the keys.</typeparam>
    /// <typeparam name="TValue">Type of the values.</typeparam>
    /// <param name="topic">Name of the topic. Reading one twice gives the same stream.</param>
    /// <param name="consumed">Serdes; the default is the usual one of each type: Kafka's format, else JSON.</param>
    /// <exception cref="KappaException">
    /// KAP1008, KAP1009, KAP1010 or KAP1043: the topic is misnamed, or read in another way too.
    /// </exception>
    public KStream<TKey, TValue> Stream<TKey, TValue>(string topic, Consumed<TKey, TValue>? consumed = null)
    {
        Names.CheckedTopic(topic);
        ISerde<TKey> keySerde = consumed?.KeySerde ?? _draft.Serdes.For<TKey>();
        ISerde<TValue> valueSerde = consumed?.ValueSerde ?? _draft.Serdes.For<TValue>();
        StreamSourceNode<TKey, TValue> source = StreamSource(topic, keySerde, valueSerde, consumed?.Times);
        return new KStream<TKey, TValue>(_draft, source, topic) { KeySerde = keySerde, ValueSerde = valueSerde };
    }

    /// <summary>Reads a topic as a table: the last value of each key counts, and null takes a row out.</summary>
    /// <typeparam name="TKey">Type of the keys.</typeparam>
    /// <typeparam name="TValue">Type of the values.</typeparam>
    /// <param name="topic">Name of the topic. Reading one twice gives the same table.</param>
    /// <param name="consumed">Serdes; the default is the usual one of each type: Kafka's format, else JSON.</param>
    /// <param name="materialized">
    /// The store that keeps the table; the default is one that is named for the topic.
    /// </param>
    /// <exception cref="KappaException">
    /// KAP1006, KAP1008, KAP1009, KAP1010 or KAP1019: the topic is misnamed or read in another way too, or its store
    /// cannot be.
    /// </exception>
    public KTable<TKey, TValue> Table<TKey, TValue>(
        string topic, Consumed<TKey, TValue>? consumed = null, Materialized? materialized = null)
    {
        Names.CheckedTopic(topic);
        ISerde<TKey> keySerde = consumed?.KeySerde ?? _draft.Serdes.For<TKey>();
        ISerde<TValue> valueSerde = consumed?.ValueSerde ?? _draft.Serdes.For<TValue>();
        StoreSpec<TKey, TValue> wanted = StoreOf(topic, materialized, keySerde, valueSerde);
        TableSourceNode<TKey, TValue> source = _draft.AddSource(topic, () => new TableSourceNode<TKey, TValue>(
            topic, keySerde, valueSerde, _draft.AddStore($"table of topic '{topic}'", wanted),
            materialized?.Name is not null)
        {
            Times = consumed?.Times,
        });
        CheckTimes(topic, source.Times, consumed?.Times);
        CheckSame(topic, source.KeySerde, source.ValueSerde, keySerde, valueSerde);
        if (materialized is not null)
        {
            CheckSame(topic, source.Table.KeySerde, source.Table.ValueSerde, wanted.KeySerde, wanted.ValueSerde);
        }

        if (materialized?.Name is not null && source.Table.Name != wanted.Name)
        {
            throw TopologyErrors.TwoStoresOfTable(topic, source.Table.Name, wanted.Name);
        }

        return new KTable<TKey, TValue>(_draft, source, topic, source.Table.Name)
        {
            Store = source.Table,
            KeySerde = keySerde,
            ValueSerde = valueSerde,
        };
    }

    /// <summary>Takes a store in, for operators of your own.</summary>
    /// <param name="store">From <see cref="Stores"/>.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="KappaException">KAP1006: another operator has a store of this name.</exception>
    public StreamBuilder AddStateStore(StoreBuilder store)
    {
        ArgumentNullException.ThrowIfNull(store);
        _draft.AddShared(store.AddTo(_draft));
        return this;
    }

    /// <summary>Validates what was described.</summary>
    /// <param name="name">Name of the topology: <c>[a-z][a-z0-9-]{0,63}</c>.</param>
    /// <param name="version">Number of the version, from 1.</param>
    /// <returns>The topology; the builder is used up.</returns>
    /// <exception cref="KappaException">
    /// KAP1001 and following: what is wrong with the description, and the way out.
    /// </exception>
    public Topology Build(string name, int version = 1)
    {
        ArgumentNullException.ThrowIfNull(name);
        TopologyGraph graph = GraphAssembly.Assemble(_draft, name, version);
        _failures.CheckDeadLetters(graph.SourceTopics);
        return new Topology(name, version, graph, TopologyFingerprint.Of(graph)) { OnFailure = _failures.Handler() };
    }

    private StreamSourceNode<TKey, TValue> StreamSource<TKey, TValue>(
        string topic, ISerde<TKey> keySerde, ISerde<TValue> valueSerde, SourceTimes<TKey, TValue>? times = null)
    {
        StreamSourceNode<TKey, TValue> source = _draft.AddSource(
            topic, () => new StreamSourceNode<TKey, TValue>(topic, keySerde, valueSerde) { Times = times });
        CheckTimes(topic, source.Times, times);
        CheckSame(topic, source.KeySerde, source.ValueSerde, keySerde, valueSerde);
        return source;
    }

    internal static StoreSpec<TKey, TValue> StoreOf<TKey, TValue>(
        string topic, Materialized? materialized, ISerde<TKey> keySerde, ISerde<TValue> valueSerde)
    {
        string where = $"Materialized of table '{topic}'";
        return materialized is null ? new StoreSpec<TKey, TValue>(Names.Sanitise(topic), keySerde, valueSerde)
            : materialized.Describe(
                materialized.Name ?? Names.Sanitise(topic), materialized.Serdes.KeyFor<TKey>(where) ?? keySerde,
                materialized.Serdes.ValueFor<TValue>(where) ?? valueSerde);
    }

    /// <summary>Of two functions nobody can say that they are one.</summary>
    private static void CheckTimes<TKey, TValue>(
        string topic, SourceTimes<TKey, TValue>? known, SourceTimes<TKey, TValue>? times)
    {
        if (!ReferenceEquals(known, times))
        {
            throw OutputErrors.TimesDiffer(topic);
        }
    }

    internal static void CheckSame<TKey, TValue>(
        string topic, ISerde<TKey> knownKey, ISerde<TValue> knownValue, ISerde<TKey> key, ISerde<TValue> value)
    {
        if (knownKey.Name != key.Name || knownValue.Name != value.Name)
        {
            throw TopologyErrors.SerdesDiffer(
                topic, $"<{knownKey.Name}, {knownValue.Name}>", $"<{key.Name}, {value.Name}>");
        }
    }
}
