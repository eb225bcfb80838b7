using System.Diagnostics.CodeAnalysis;
using Kappa.Building;
using Kappa.Graph;

namespace Kappa;

/// <summary>
/// A stream of records, as it is described: each of its methods adds an operator and changes nothing else.
/// </summary>
/// <typeparam name="TKey">Type of the keys.</typeparam>
/// <typeparam name="TValue">
/// Type of the values. After a table's ToStream a record has no value where a row left: null, if the type has it.
/// </typeparam>
/// <remarks>
/// Functions must be pure: the same arguments, the same result, for a replay gives them the same records again.
/// </remarks>
[SuppressMessage("Naming", "CA1711", Justification = "The name that users of Kafka Streams know.")]
public sealed partial class KStream<TKey, TValue>
{
    private readonly GraphDraft _draft;
    private readonly NodeOutput _output;
    private readonly string _root;

    /// <param name="draft">The topology that it is part of.</param>
    /// <param name="output">The operator that gives the records, and by which output.</param>
    /// <param name="root">
    /// What names of stores further on are derived from: the topic, or the table it came from.
    /// </param>
    internal KStream(GraphDraft draft, NodeOutput output, string root)
    {
        _draft = draft;
        _output = output;
        _root = root;
    }

    internal GraphDraft Draft => _draft;

    internal NodeOutput Output => _output;

    internal string Root => _root;

    internal ISerde<TKey>? KeySerde { get; init; }

    internal ISerde<TValue>? ValueSerde { get; init; }

    /// <summary>Whether the records are a table's updates, key by key: then the output is a table output.</summary>
    internal bool IsTable { get; init; }

    /// <summary>Lets the records through that satisfy a predicate.</summary>
    /// <param name="predicate">The predicate: (key, value) => whether the record stays.</param>
    /// <remarks>
    /// A record without a value (a deletion) always goes through where the values are structs; for other types the
    /// predicate sees null. Behind a table's ToStream filter the table instead: an update that no longer satisfies the
    /// predicate is dropped here, while <c>KTable.Filter</c> deletes the row (KAP1022).
    /// </remarks>
    public KStream<TKey, TValue> Filter(Func<TKey, TValue, bool> predicate)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        return Filter("filter", predicate);
    }

    /// <summary>Drops the records that satisfy a predicate.</summary>
    /// <param name="predicate">The predicate: (key, value) => whether the record is dropped.</param>
    /// <remarks>A record without a value is handled as by <see cref="Filter(Func{TKey,TValue,bool})"/>.</remarks>
    public KStream<TKey, TValue> FilterNot(Func<TKey, TValue, bool> predicate)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        return Filter("filter-not", (key, value) => !predicate(key, value));
    }

    /// <summary>Replaces the value of each record; the key stays.</summary>
    /// <typeparam name="TResult">Type of the new values.</typeparam>
    /// <param name="mapper">value => new value.</param>
    /// <inheritdoc cref="MapValues{TResult}(Func{TKey,TValue,TResult})" path="/remarks"/>
    public KStream<TKey, TResult> MapValues<TResult>(Func<TValue, TResult> mapper)
    {
        ArgumentNullException.ThrowIfNull(mapper);
        return MapValues((_, value) => mapper(value));
    }

    /// <summary>Replaces the value of each record; the key stays.</summary>
    /// <typeparam name="TResult">Type of the new values.</typeparam>
    /// <param name="mapper">(key, value) => new value; null makes the record a deletion.</param>
    /// <remarks>
    /// A record without a value (a deletion) stays one where the values are structs; for other types the mapper sees
    /// null. Behind a table's ToStream map the table instead: <c>KTable.MapValues</c> is not called for a
    /// row that left (KAP1022).
    /// </remarks>
    public KStream<TKey, TResult> MapValues<TResult>(Func<TKey, TValue, TResult> mapper)
    {
        ArgumentNullException.ThrowIfNull(mapper);
        var node = new MapValuesNode<TKey, TValue, TResult>(NameOf("map-values"), _output, mapper);
        return new KStream<TKey, TResult>(_draft, _draft.Add(node), _root)
        {
            KeySerde = KeySerde,
            IsTable = IsTable,
        };
    }

    /// <summary>
    /// Gives each record another key. What needs the key further on moves records to the task that owns it.
    /// </summary>
    /// <typeparam name="TNewKey">Type of the new keys.</typeparam>
    /// <param name="selector">
    /// (key, value) => new key. Records whose new key is null are dropped where the key is needed.
    /// </param>
    /// <remarks>
    /// The selector is called for records without a value (deletions) too, with null, or with the default value where
    /// the values are structs.
    /// </remarks>
    public KStream<TNewKey, TValue> SelectKey<TNewKey>(Func<TKey, TValue, TNewKey> selector)
    {
        ArgumentNullException.ThrowIfNull(selector);
        var node = new SelectKeyNode<TKey, TValue, TNewKey>(NameOf("select-key"), _output, selector);
        return new KStream<TNewKey, TValue>(_draft, _draft.Add(node), _root)
        {
            ValueSerde = ValueSerde,
        };
    }

    /// <summary>Groups records by the key that they have.</summary>
    /// <param name="grouped">Name of the exchange, if one is needed, and serdes.</param>
    public KGroupedStream<TKey, TValue> GroupByKey(Grouped? grouped = null) =>
        new(_draft, _output, _root, grouped)
        {
            KeySerde = grouped?.Serdes.KeyFor<TKey>($"Grouped of '{_output.Name}'") ?? KeySerde,
            ValueSerde = grouped?.Serdes.ValueFor<TValue>($"Grouped of '{_output.Name}'") ?? ValueSerde,
        };

    /// <summary>Groups records by another key.</summary>
    /// <typeparam name="TNewKey">Type of the new keys.</typeparam>
    /// <param name="selector">(key, value) => new key. Records whose new key is null are dropped.</param>
    /// <param name="grouped">Name of the exchange, and serdes.</param>
    public KGroupedStream<TNewKey, TValue> GroupBy<TNewKey>(
        Func<TKey, TValue, TNewKey> selector, Grouped? grouped = null) => SelectKey(selector).GroupByKey(grouped);

    /// <summary>Writes the records to a topic.</summary>
    /// <param name="topic">Name of the topic, which only this operator writes.</param>
    /// <param name="produced">
    /// Serdes, the default being those of the stream, else the usual one of each type, and a partitioner.
    /// </param>
    /// <exception cref="KappaException">
    /// KAP1008, KAP1011 or KAP1012: the topic is misnamed, a source, or written twice. KAP1041: a partitioner would
    /// move a table's rows.
    /// </exception>
    public void To(string topic, Produced<TKey, TValue>? produced = null)
    {
        Names.CheckedTopic(topic);
        if (IsTable && produced?.Partitioner is not null)
        {
            throw OutputErrors.PartitionedTable(topic);
        }

        _draft.AddSink(
            topic, () => SinkOf(topic, _output, produced, IsTable ? OutputKind.Table : OutputKind.Stream));
    }

    internal SinkNode<TKey, TValue> SinkOf(
        string topic, NodeOutput from, Produced<TKey, TValue>? produced, OutputKind kind) => new(
        topic, from, topic,
        produced?.KeySerde ?? KeySerde ?? _draft.Serdes.For<TKey>(),
        produced?.ValueSerde ?? ValueSerde ?? _draft.Serdes.For<TValue>(), kind)
        {
            Partitioner = produced?.Partitioner,
        };

    private KStream<TKey, TValue> Filter(string operation, Func<TKey, TValue, bool> predicate)
    {
        var node = new FilterNode<TKey, TValue>(NameOf(operation), _output, predicate);
        return new KStream<TKey, TValue>(_draft, _draft.Add(node), _root)
        {
            KeySerde = KeySerde,
            ValueSerde = ValueSerde,
            IsTable = IsTable,
        };
    }

    internal string NameOf(string operation) => _draft.NameOf(_output.Name, operation);
}
