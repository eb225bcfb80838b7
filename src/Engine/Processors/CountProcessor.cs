using Kappa.StateStores;

namespace Kappa.Engine;

/// <summary>Counts by key; it needs no values, so they are not deserialised for it.</summary>
internal sealed class CountProcessor<TKey, TValue>(
    KeyValueStore<TKey, long> store, Processor<TKey, Change<long>>? next) : Processor<TKey, TValue>
    where TKey : notnull
{
    public override void Process(in Record<TKey, TValue> record)
    {
        if (!record.HasKey || !record.HasValue)
        {
            return;
        }

        int slot = store.Find(record.Key!);
        ref readonly StoreRow<long> row = ref store.Row(slot);
        bool existed = row.Exists;
        long old = existed ? row.Value : 0;
        long timestamp = existed ? Math.Max(row.TimestampMs, record.TimestampMs) : record.TimestampMs;
        store.Put(slot, old + 1, timestamp);
        next?.Process(new Record<TKey, Change<long>>(
            record.Key, true, new Change<long>(old + 1, true, old, existed), true, timestamp));
    }

    public override void AddKeyedRows(List<IKeyedRows<TKey>> rows)
    {
        rows.Add(store);
        next?.AddKeyedRows(rows);
    }
}
