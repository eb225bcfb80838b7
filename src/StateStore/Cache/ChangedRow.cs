namespace Kappa.StateStores;

/// <summary>A row that changed since the last commit, as it was when a walk began.</summary>
internal readonly record struct ChangedRow<TValue>(byte[] Key, StoreRow<TValue> Row);
