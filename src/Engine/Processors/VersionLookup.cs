using Kappa.StateStores;

namespace Kappa.Engine;

/// <summary>Finds rows in a store that keeps versions.</summary>
internal sealed class VersionLookup<TKey, TValue>(VersionedStore<TKey, TValue> store) : TableLookup<TKey, TValue>
    where TKey : notnull
{
    public override StoreRow<TValue> Find(TKey key) => store.Latest(key);

    public override StoreRow<TValue> AsOf(TKey key, long timeMs) => store.AsOf(key, timeMs);
}
