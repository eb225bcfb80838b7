using Kappa.Graph;
using Kappa.StateStores;

namespace Kappa.Engine;

/// <summary>Opens the stores of a chain, each once.</summary>
internal interface IChainStores
{
    KeyValueStore<TKey, TValue> Of<TKey, TValue>(StoreSpec<TKey, TValue> spec);

    WindowStore<TKey, TValue> Of<TKey, TValue>(WindowStoreSpec<TKey, TValue> spec);

    BufferStore<TKey, TValue> Of<TKey, TValue>(BufferStoreSpec<TKey, TValue> spec);

    VersionedStore<TKey, TValue> Of<TKey, TValue>(VersionedStoreSpec<TKey, TValue> spec);

    SessionStore<TKey, TValue> Of<TKey, TValue>(SessionStoreSpec<TKey, TValue> spec);

    TimeBuffer<TKey, Buffered<TValue>> Of<TKey, TValue>(HeldStoreSpec<TKey, TValue> spec);

    RowGroupStore<TForeign, SubscriberId, Subscriber<TKey, TValue>> Of<TForeign, TKey, TValue>(
        SubscriberStoreSpec<TForeign, TKey, TValue> spec);
}
