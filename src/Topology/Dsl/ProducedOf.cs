namespace Kappa;

/// <summary>How a topic is written. Immutable; made by <see cref="Produced"/>.</summary>
/// <typeparam name="TKey">Type of the keys.</typeparam>
/// <typeparam name="TValue">Type of the values.</typeparam>
public sealed class Produced<TKey, TValue>
{
    internal Produced(
        ISerde<TKey>? keySerde, ISerde<TValue>? valueSerde, StreamPartitioner<TKey, TValue>? partitioner)
    {
        KeySerde = keySerde;
        ValueSerde = valueSerde;
        Partitioner = partitioner;
    }

    internal ISerde<TKey>? KeySerde { get; }

    internal ISerde<TValue>? ValueSerde { get; }

    internal StreamPartitioner<TKey, TValue>? Partitioner { get; }

    /// <summary>The same by a partitioner, for stream outputs: a table's rows stay with their task (KAP1041).</summary>
    /// <param name="partitioner">Chooses the partitions of each record; pure.</param>
    public Produced<TKey, TValue> WithStreamPartitioner(StreamPartitioner<TKey, TValue> partitioner)
    {
        ArgumentNullException.ThrowIfNull(partitioner);
        return new Produced<TKey, TValue>(KeySerde, ValueSerde, partitioner);
    }
}
