using Kappa.StateStores;

namespace Kappa.Engine;

/// <summary>Folds by key. The total's timestamp is the highest that went in; a null total removes the row.</summary>
internal sealed class AggregateProcessor<TKey, TValue, TTotal>(
    KeyValueStore<TKey, TTotal> store, Folding<TKey, TValue, TTotal> folding, Processor<TKey, Change<TTotal>> next)
    : Processor<TKey, TValue>
    where TKey : notnull
{
    public override void Process(in Record<TKey, TValue> record)
    {
        if (!record.HasKey || !record.HasValue)
        {
            return;
        }

        TKey key = record.Key!;
        int slot = store.Find(key);
        StoreRow<TTotal> row = store.Row(slot);
        TTotal total = folding.Add(record, row, out long timestamp);
        bool exists = Values.Exist(total);
        if (exists)
        {
            store.Put(slot, total, timestamp);
        }
        else
        {
            store.Delete(slot, timestamp);
        }

        next.Process(new Record<TKey, Change<TTotal>>(
            key, true, new Change<TTotal>(total, exists, row.Value, row.Exists), true, timestamp));
    }

    public override void AddKeyedRows(List<IKeyedRows<TKey>> rows)
    {
        rows.Add(store);
        next.AddKeyedRows(rows);
    }
}
