namespace Kappa.Engine;

/// <summary>Filters a table: a row that no longer satisfies the predicate leaves by a tombstone.</summary>
/// <param name="predicate">The predicate.</param>
/// <param name="skipAbsent">Whether an old value is known, so that a row absent before and after is no news.</param>
/// <param name="next">Takes what is left.</param>
internal sealed class TableFilterProcessor<TKey, TValue>(
    Func<TKey, TValue, bool> predicate, bool skipAbsent, Processor<TKey, Change<TValue>> next)
    : Processor<TKey, Change<TValue>>
{
    public override void Process(in Record<TKey, Change<TValue>> record)
    {
        Change<TValue> change = record.Value;
        bool hasNew = change.HasNew && predicate(record.Key!, change.New!);
        bool hasOld = change.HasOld && predicate(record.Key!, change.Old!);
        if (skipAbsent && !hasNew && !hasOld)
        {
            return;
        }

        next.Process(new Record<TKey, Change<TValue>>(
            record.Key, true,
            new Change<TValue>(hasNew ? change.New : default, hasNew, hasOld ? change.Old : default, hasOld)
            {
                IsLate = change.IsLate,
            },
            true, record.TimestampMs));
    }
}
