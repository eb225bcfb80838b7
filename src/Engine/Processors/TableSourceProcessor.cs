using Kappa.StateStores;

namespace Kappa.Engine;

/// <summary>
/// Keeps a topic as a table: the last record of each key; an update out of order is applied like any other.
/// </summary>
internal sealed class TableSourceProcessor<TKey, TValue>(
    KeyValueStore<TKey, TValue> store, Processor<TKey, Change<TValue>> next) : Processor<TKey, TValue>
    where TKey : notnull
{
    public override void Process(in Record<TKey, TValue> record)
    {
        if (!record.HasKey)
        {
            return;
        }

        int slot = store.Find(record.Key!);
        StoreRow<TValue> row = store.Row(slot);
        if (record.HasValue)
        {
            store.Put(slot, record.Value!, record.TimestampMs);
        }
        else
        {
            store.Delete(slot, record.TimestampMs);
        }

        next.Process(new Record<TKey, Change<TValue>>(
            record.Key, true, new Change<TValue>(record.Value, record.HasValue, row.Value, row.Exists), true,
            record.TimestampMs));
    }

    public override void AddKeyedRows(List<IKeyedRows<TKey>> rows)
    {
        rows.Add(store);
        next.AddKeyedRows(rows);
    }
}
