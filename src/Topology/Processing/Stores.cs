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

    /// <summary>A store of a value for each key and window.</summary>
    /// <typeparam name="TKey">Type of the keys.</typeparam>
    /// <typeparam name="TValue">Type of the values.</typeparam>
    /// <param name="name">Name of the store: <c>[a-z][a-z0-9-]{0,63}</c>, unique in the topology.</param>
    /// <param name="size">Length of each window, for those who ask; a millisecond or more.</param>
    /// <param name="retention">
    /// How long behind the latest start that was put a window is kept; the size or more.
    /// </param>
    /// <param name="keySerde">Serde of the keys; null for the usual one of the type.</param>
    /// <param name="valueSerde">Serde of the values; null for the usual one of the type.</param>
    /// <exception cref="KappaException">
    /// KAP1005, KAP1060, KAP1063: this cannot name a store, the size is below a millisecond, or windows would be gone
    /// before they end.
    /// </exception>
    public static StoreBuilder Window<TKey, TValue>(
        string name, TimeSpan size, TimeSpan retention, ISerde<TKey>? keySerde = null,
        ISerde<TValue>? valueSerde = null)
    {
        string store = Names.CheckedStore(name);
        long sizeMs = (long)size.TotalMilliseconds;
        return sizeMs < 1 ? throw TopologyErrors.WindowSize(size)
            : retention < size ? throw TopologyErrors.RetentionTooShort(store, retention, sizeMs, "their size")
            : new WindowStoreBuilder<TKey, TValue>(
                store, sizeMs, (long)retention.TotalMilliseconds, keySerde, valueSerde);
    }
}
