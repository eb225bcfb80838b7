using Kappa.StateStores;

namespace Kappa.Engine;

/// <summary>Updates of the right table of a table-table join, against the rows of the left one.</summary>
internal sealed class TableJoinRightSide<TKey, TLeft, TRight, TResult>(
    KeyValueStore<TKey, TLeft> left, bool isLeft, bool needsOld, Func<TKey, TLeft, TRight?, TResult> joiner,
    Processor<TKey, Change<TResult>> next) : Processor<TKey, Change<TRight>>
    where TKey : notnull
{
    public override void Process(in Record<TKey, Change<TRight>> record)
    {
        TKey key = record.Key!;
        Change<TRight> change = record.Value;
        StoreRow<TLeft> row = left.Row(left.Find(key));
        if (!row.Exists)
        {
            return;
        }

        // A left join has a result without a right row too: the joiner is asked with none.
        bool joinsNew = change.HasNew || isLeft;
        bool joinsOld = needsOld && (change.HasOld || isLeft);
        TResult? now = joinsNew ? joiner(key, row.Value!, change.New) : default;
        TResult? old = joinsOld ? joiner(key, row.Value!, change.Old) : default;
        next.Process(new Record<TKey, Change<TResult>>(
            key, true,
            new Change<TResult>(now, joinsNew && now is not null, old, joinsOld && old is not null),
            true, Math.Max(record.TimestampMs, row.TimestampMs)));
    }

    public override void AddKeyedRows(List<IKeyedRows<TKey>> rows)
    {
        rows.Add(left);
        next.AddKeyedRows(rows);
    }
}
