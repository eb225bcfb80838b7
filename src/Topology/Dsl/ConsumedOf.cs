namespace Kappa;

/// <summary>How a topic is read. Immutable; made by <see cref="Consumed.With"/>.</summary>
/// <typeparam name="TKey">Type of the keys.</typeparam>
/// <typeparam name="TValue">Type of the values.</typeparam>
public sealed class Consumed<TKey, TValue>
{
    internal Consumed(ISerde<TKey>? keySerde, ISerde<TValue>? valueSerde)
    {
        KeySerde = keySerde;
        ValueSerde = valueSerde;
    }

    internal ISerde<TKey>? KeySerde { get; }

    internal ISerde<TValue>? ValueSerde { get; }
}
