using Kappa.StateStores;

namespace Kappa.Engine;

/// <summary>
/// Updates of one table of a table-table join, against the rows of the other one (semantics.md 2.11).
/// </summary>
/// <param name="other">The other table.</param>
/// <param name="keepsThis">Whether a row of this table alone has a result.</param>
/// <param name="keepsOther">Whether a row of the other table alone has one.</param>
/// <param name="needsOld">Whether somebody asks what the result was before.</param>
/// <param name="joiner">(key, row of this table, row of the other one) => result.</param>
/// <param name="next">Takes the results.</param>
internal sealed class TableJoinSide<TKey, TThis, TOther, TResult>(
    TableLookup<TKey, TOther> other, bool keepsThis, bool keepsOther, bool needsOld,
    Func<TKey, TThis?, TOther?, TResult> joiner, Processor<TKey, Change<TResult>> next)
    : Processor<TKey, Change<TThis>>
    where TKey : notnull
{
    public override void Process(in Record<TKey, Change<TThis>> record)
    {
        TKey key = record.Key!;
        Change<TThis> change = record.Value;
        if (change.IsLate)
        {
            return; // The result has been joined with a later row (KIP-914).
        }

        StoreRow<TOther> row = other.Find(key);
        if (!row.Exists && (!keepsThis || (!change.HasNew && !change.HasOld)))
        {
            return;
        }

        bool joinsNone = keepsOther && row.Exists; // The joiner is asked without a row of this table.
        bool joinsNew = change.HasNew || joinsNone;
        bool joinsOld = needsOld && (change.HasOld || joinsNone);
        TResult? now = joinsNew ? joiner(key, change.New, row.Value) : default;
        TResult? old = joinsOld ? joiner(key, change.Old, row.Value) : default;
        next.Process(new Record<TKey, Change<TResult>>(
            key, true,
            new Change<TResult>(now, joinsNew && Values.Exist(now), old, joinsOld && Values.Exist(old)), true,
            row.Exists ? Math.Max(record.TimestampMs, row.TimestampMs) : record.TimestampMs));
    }

    public override void AddKeyedRows(List<IKeyedRows<TKey>> rows)
    {
        other.AddTo(rows);
        next.AddKeyedRows(rows);
    }
}
