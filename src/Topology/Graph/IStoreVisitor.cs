namespace Kappa.Graph;

/// <summary>Meets a store with its types. Each kind of store is a method here, so that no place forgets it.</summary>
internal interface IStoreVisitor<TResult>
{
    TResult Visit<TKey, TValue>(StoreSpec<TKey, TValue> store);

    TResult Visit<TKey, TValue>(WindowStoreSpec<TKey, TValue> store);

    TResult Visit<TKey, TValue>(BufferStoreSpec<TKey, TValue> store);

    TResult Visit<TKey, TValue>(VersionedStoreSpec<TKey, TValue> store);

    TResult Visit<TKey, TValue>(SessionStoreSpec<TKey, TValue> store);

    TResult Visit<TKey, TValue>(HeldStoreSpec<TKey, TValue> store);

    TResult Visit<TForeign, TKey, TValue>(SubscriberStoreSpec<TForeign, TKey, TValue> store);
}
