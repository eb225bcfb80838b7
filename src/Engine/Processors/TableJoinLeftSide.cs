using Kappa.StateStores;

namespace Kappa.Engine;

/// <summary>Updates of the left table of a table-table join, against the rows of the right one.</summary>
internal sealed class TableJoinLeftSide<TKey, TLeft, TRight, TResult>(
    KeyValueStore<TKey, TRight> right, bool isLeft, bool needsOld, Func<TKey, TLeft, TRight?, TResult> joiner,
    Processor<TKey, Change<TResult>> next) : Processor<TKey, Change<TLeft>>
    where TKey : notnull
{
    public override void Process(in Record<TKey, Change<TLeft>> record)
    {
        TKey key = record.Key!;
        Change<TLeft> change = record.Value;
        StoreRow<TRight> row = right.Row(right.Find(key));
        if (!row.Exists && (!isLeft || (!change.HasNew && !change.HasOld)))
        {
            return;
        }

        long timestamp = row.Exists ? Math.Max(record.TimestampMs, row.TimestampMs) : record.TimestampMs;
        TResult? now = change.HasNew ? joiner(key, change.New!, row.Value) : default;
        TResult? old = needsOld && change.HasOld ? joiner(key, change.Old!, row.Value) : default;
        next.Process(new Record<TKey, Change<TResult>>(
            key, true,
            new Change<TResult>(
                now, change.HasNew && now is not null, old, needsOld && change.HasOld && old is not null),
            true, timestamp));
    }

    public override void AddKeyedRows(List<IKeyedRows<TKey>> rows)
    {
        rows.Add(right);
        next.AddKeyedRows(rows);
    }
}
