using Kappa.Graph;

namespace Kappa.Engine;

/// <summary>Opens the stores that an operator of the user's own is attached to.</summary>
internal sealed class OwnStores(ChainBuilder chain, Func<OwnContext> context) : IStoreVisitor<object>
{
    public IReadOnlyDictionary<string, object> Open(IEnumerable<StoreSpec> stores) =>
        stores.ToDictionary(store => store.Name, store => store.Accept(this), StringComparer.Ordinal);

    object IStoreVisitor<object>.Visit<TKey, TValue>(StoreSpec<TKey, TValue> store) =>
        new OwnStore<TKey, TValue>(chain.Store(store), context);

    object IStoreVisitor<object>.Visit<TKey, TValue>(WindowStoreSpec<TKey, TValue> store) =>
        new OwnWindowStore<TKey, TValue>(chain.Store(store), context);

    object IStoreVisitor<object>.Visit<TKey, TValue>(BufferStoreSpec<TKey, TValue> store) => NotForUsers(store);

    object IStoreVisitor<object>.Visit<TKey, TValue>(VersionedStoreSpec<TKey, TValue> store) => NotForUsers(store);

    object IStoreVisitor<object>.Visit<TKey, TValue>(SessionStoreSpec<TKey, TValue> store) => NotForUsers(store);

    object IStoreVisitor<object>.Visit<TKey, TValue>(HeldStoreSpec<TKey, TValue> store) => NotForUsers(store);

    object IStoreVisitor<object>.Visit<TForeign, TKey, TValue>(SubscriberStoreSpec<TForeign, TKey, TValue> store) =>
        NotForUsers(store);

    private static object NotForUsers(StoreSpec store) => throw new InvalidOperationException(
        $"'{store.Name}' is a store that no operator of a user can be attached to. This is a bug in Kappa.");
}
