using Kappa.StateStores;

namespace Kappa.Engine;

/// <summary>Finds rows in a store of one row a key.</summary>
internal sealed class RowLookup<TKey, TValue>(KeyValueStore<TKey, TValue> store) : TableLookup<TKey, TValue>
    where TKey : notnull
{
    public override StoreRow<TValue> Find(TKey key) => store.Row(store.Find(key));

    public override void AddTo(List<IKeyedRows<TKey>> rows) => rows.Add(store);
}
