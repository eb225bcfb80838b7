using Kappa.StateStores;

namespace Kappa.Engine;

/// <summary>Keeps the rows of a derived table in its store, if it has one, on their way on.</summary>
internal sealed class TableRowsProcessor<TKey, TValue>(
    KeyValueStore<TKey, TValue> store, Processor<TKey, Change<TValue>> next) : Processor<TKey, Change<TValue>>
    where TKey : notnull
{
    public override void Process(in Record<TKey, Change<TValue>> record)
    {
        int slot = store.Find(record.Key!);
        if (record.Value.HasNew)
        {
            store.Put(slot, record.Value.New!, record.TimestampMs);
        }
        else
        {
            store.Delete(slot, record.TimestampMs);
        }

        if (!record.Value.IsLate)
        {
            next.Process(record);
            return;
        }

        // The store has one row a key, so what is written last is the latest.
        next.Process(new Record<TKey, Change<TValue>>(
            record.Key, true, record.Value with { IsLate = false }, true, record.TimestampMs));
    }

    public override void AddKeyedRows(List<IKeyedRows<TKey>> rows)
    {
        rows.Add(store);
        next.AddKeyedRows(rows);
    }
}
