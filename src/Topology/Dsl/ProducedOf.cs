namespace Kappa;

/// <summary>How a topic is written. Immutable; made by <see cref="Produced.With"/>.</summary>
/// <typeparam name="TKey">Type of the keys.</typeparam>
/// <typeparam name="TValue">Type of the values.</typeparam>
public sealed class Produced<TKey, TValue>
{
    internal Produced(ISerde<TKey>? keySerde, ISerde<TValue>? valueSerde)
    {
        KeySerde = keySerde;
        ValueSerde = valueSerde;
    }

    internal ISerde<TKey>? KeySerde { get; }

    internal ISerde<TValue>? ValueSerde { get; }
}
