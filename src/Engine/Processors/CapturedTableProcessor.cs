using Kappa.StateStores;

namespace Kappa.Engine;

/// <summary>
/// Keeps captured changes as a table, in the order in which they come. The time of a row does not fall, also where the
/// clock of the database was set back.
/// </summary>
internal sealed class CapturedTableProcessor<TKey, TValue>(
    KeyValueStore<TKey, TValue> store, Processor<TKey, Change<TValue>> next) : Processor<TKey, TValue>
    where TKey : notnull
{
    public override void Process(in Record<TKey, TValue> record)
    {
        int slot = store.Find(record.Key!);
        StoreRow<TValue> row = store.Row(slot);
        long timestamp = row.Exists ? Math.Max(row.TimestampMs, record.TimestampMs) : record.TimestampMs;
        if (record.HasValue)
        {
            store.Put(slot, record.Value!, timestamp);
        }
        else if (row.Exists)
        {
            store.Delete(slot, timestamp);
        }
        else
        {
            return; // The tombstone behind a deletion: the row is gone already.
        }

        next.Process(new Record<TKey, Change<TValue>>(
            record.Key, true, new Change<TValue>(record.Value, record.HasValue, row.Value, row.Exists), true,
            timestamp));
    }

    public override void AddKeyedRows(List<IKeyedRows<TKey>> rows)
    {
        rows.Add(store);
        next.AddKeyedRows(rows);
    }
}
