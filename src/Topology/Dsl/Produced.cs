namespace Kappa;

/// <summary>Says how a topic is written.</summary>
public static class Produced
{
    /// <summary>Writes a topic with these serdes.</summary>
    /// <typeparam name="TKey">Type of the keys.</typeparam>
    /// <typeparam name="TValue">Type of the values.</typeparam>
    /// <param name="keySerde">Serde of the keys; null for the default one of the type.</param>
    /// <param name="valueSerde">Serde of the values; null for the default one of the type.</param>
    public static Produced<TKey, TValue> With<TKey, TValue>(ISerde<TKey>? keySerde, ISerde<TValue>? valueSerde) =>
        new(keySerde, valueSerde, null);

    /// <summary>Writes a topic by a partitioner.</summary>
    /// <typeparam name="TKey">Type of the keys.</typeparam>
    /// <typeparam name="TValue">Type of the values.</typeparam>
    /// <param name="partitioner">Chooses the partitions of each record; pure.</param>
    public static Produced<TKey, TValue> StreamPartitioner<TKey, TValue>(
        StreamPartitioner<TKey, TValue> partitioner)
    {
        ArgumentNullException.ThrowIfNull(partitioner);
        return new Produced<TKey, TValue>(null, null, partitioner);
    }
}
