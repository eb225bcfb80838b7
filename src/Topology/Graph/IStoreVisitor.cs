namespace Kappa.Graph;

/// <summary>Meets a store with its types.</summary>
internal interface IStoreVisitor<TResult>
{
    TResult Visit<TKey, TValue>(StoreSpec<TKey, TValue> store);
}
