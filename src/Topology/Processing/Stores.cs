using Kappa.Building;

namespace Kappa;

/// <summary>Describes stores for operators of your own.</summary>
public static class Stores
{
    /// <summary>A store of one value a key.</summary>
    /// <typeparam name="TKey">Type of the keys.</typeparam>
    /// <typeparam name="TValue">Type of the values.</typeparam>
    /// <param name="name">Name of the store: <c>[a-z][a-z0-9-]{0,63}</c>, unique in the topology.</param>
    /// <param name="keySerde">Serde of the keys; null for the usual one of the type.</param>
    /// <param name="valueSerde">Serde of the values; null for the usual one of the type.</param>
    /// <exception cref="KappaException">KAP1005: this cannot name a store.</exception>
    public static StoreBuilder KeyValue<TKey, TValue>(
        string name, ISerde<TKey>? keySerde = null, ISerde<TValue>? valueSerde = null) =>
        new KeyValueStoreBuilder<TKey, TValue>(Names.CheckedStore(name), keySerde, valueSerde);
}
