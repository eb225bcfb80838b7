using Kappa.Graph;
using Kappa.StateStores;

namespace Kappa.Engine;

/// <summary>
/// Folds the groups of a table: subtracts what leaves, then adds what comes, in one update. Where there is no total
/// there is nothing to subtract from; a null total removes the row.
/// </summary>
internal sealed class TableAggregateProcessor<TKey, TValue, TTotal>(
    KeyValueStore<TKey, TTotal> store, GroupFolding<TKey, TValue, TTotal> folding,
    Processor<TKey, Change<TTotal>> next) : Processor<TKey, GroupChange<TValue>>
    where TKey : notnull
{
    public override void Process(in Record<TKey, GroupChange<TValue>> record)
    {
        TKey key = record.Key!;
        GroupChange<TValue> change = record.Value;
        int slot = store.Find(key);
        StoreRow<TTotal> row = store.Row(slot);
        (TTotal? total, bool exists) = (row.Value, row.Exists);
        if (change.HasRemoved && exists)
        {
            total = folding.Subtract(key, change.Removed!, total!);
            exists = Values.Exist(total);
        }

        if (change.HasAdded)
        {
            total = exists ? folding.Add(key, change.Added!, total!) : folding.First(key, change.Added!);
            exists = Values.Exist(total);
        }

        long timestamp = row.Exists ? Math.Max(row.TimestampMs, record.TimestampMs) : record.TimestampMs;
        if (exists)
        {
            store.Put(slot, total!, timestamp);
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
