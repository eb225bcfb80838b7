using Kappa.Building;
using Kappa.Graph;

namespace Kappa;

/// <summary>Operators that say which way the records of a stream go.</summary>
public static class StreamRouting
{
    /// <summary>Makes one stream of two: the records of both, in the order in which they come.</summary>
    /// <typeparam name="TKey">Type of the keys.</typeparam>
    /// <typeparam name="TValue">Type of the values.</typeparam>
    /// <param name="stream">The stream.</param>
    /// <param name="other">The other stream. Topics that both begin at have the same number of partitions.</param>
    /// <exception cref="KappaException">KAP1024: the other stream is another builder's.</exception>
    public static KStream<TKey, TValue> Merge<TKey, TValue>(
        this KStream<TKey, TValue> stream, KStream<TKey, TValue> other)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(other);
        if (stream.Draft != other.Draft)
        {
            throw TopologyErrors.StreamOfOtherBuilder(other.Output.Name);
        }

        var node = new MergeNode<TKey, TValue>(
            stream.NameOf("merge"), stream.Output, other.Output,
            stream.KeySerde is null || other.KeySerde is null || stream.KeySerde.Name == other.KeySerde.Name);
        return new KStream<TKey, TValue>(stream.Draft, stream.Draft.Add(node), stream.Root)
        {
            KeySerde = Common(stream.KeySerde, other.KeySerde),
            ValueSerde = Common(stream.ValueSerde, other.ValueSerde),
        };
    }

    /// <summary>Makes one stream of several: the records of all, in the order in which they come.</summary>
    /// <typeparam name="TKey">Type of the keys.</typeparam>
    /// <typeparam name="TValue">Type of the values.</typeparam>
    /// <param name="stream">The stream.</param>
    /// <param name="other">Another stream. Topics that they begin at have the same number of partitions.</param>
    /// <param name="more">More streams.</param>
    /// <exception cref="KappaException">KAP1024: one of them is another builder's.</exception>
    public static KStream<TKey, TValue> Merge<TKey, TValue>(
        this KStream<TKey, TValue> stream, KStream<TKey, TValue> other, params KStream<TKey, TValue>[] more)
    {
        ArgumentNullException.ThrowIfNull(more);
        return more.Aggregate(stream.Merge(other), (merged, next) => merged.Merge(next));
    }

    /// <summary>Splits a stream: each record goes to one of several branches.</summary>
    /// <typeparam name="TKey">Type of the keys.</typeparam>
    /// <typeparam name="TValue">Type of the values.</typeparam>
    /// <param name="stream">The stream.</param>
    /// <returns>Takes the branches; the split is made when it is ended.</returns>
    /// <example>
    /// <code>
    /// var branches = orders.Split()
    ///     .Branch((_, order) => order.Total > 1_000, "large")
    ///     .DefaultBranch("small");
    /// branches["large"].To("large-orders");
    /// </code>
    /// </example>
    public static BranchedKStream<TKey, TValue> Split<TKey, TValue>(this KStream<TKey, TValue> stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return new BranchedKStream<TKey, TValue>(stream);
    }

    /// <summary>
    /// Moves each record to the task that owns its key, and spreads the work behind it over another number of tasks,
    /// if one is named. Records with a null key are dropped.
    /// </summary>
    /// <typeparam name="TKey">Type of the keys.</typeparam>
    /// <typeparam name="TValue">Type of the values.</typeparam>
    /// <param name="stream">The stream.</param>
    /// <param name="repartitioned">
    /// Number of partitions, name of the exchange and serdes; the default is as many as there are before, a name that
    /// is derived from the stream's, and its serdes. What it is joined with needs the same number (KAP5002).
    /// </param>
    /// <exception cref="KappaException">KAP1020: the name is taken. KAP1042: a partitioner for other types.</exception>
    public static KStream<TKey, TValue> Repartition<TKey, TValue>(
        this KStream<TKey, TValue> stream, Repartitioned? repartitioned = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        string where = $"Repartitioned of '{stream.Output.Name}'";
        ISerde<TKey> keySerde = repartitioned?.Serdes.KeyFor<TKey>(where)
            ?? stream.KeySerde ?? stream.Draft.Serdes.For<TKey>();
        ISerde<TValue> valueSerde = repartitioned?.Serdes.ValueFor<TValue>(where)
            ?? stream.ValueSerde ?? stream.Draft.Serdes.For<TValue>();
        StreamPartitioner<TKey, TValue>? partitioner = repartitioned?.PartitionerFor<TKey, TValue>(where);
        Node exchange = stream.Draft.AddExchange(
            repartitioned?.Name ?? Names.Sanitise(stream.Root), stream.Output, keySerde, valueSerde,
            repartitioned?.Partitions, repartitioned?.PartitionsOf, partitioner);
        return new KStream<TKey, TValue>(stream.Draft, exchange, stream.Root)
        {
            KeySerde = keySerde,
            ValueSerde = valueSerde,
            IsTable = stream.IsTable && partitioner is null, // A row's updates might come to several tasks.
        };
    }

    /// <summary>What both streams are written with; null for the default where they differ.</summary>
    private static ISerde<T>? Common<T>(ISerde<T>? left, ISerde<T>? right) =>
        left is null || right is null || left.Name == right.Name ? left ?? right : null;
}
