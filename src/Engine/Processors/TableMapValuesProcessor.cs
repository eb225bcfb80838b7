using Kappa.StateStores;

namespace Kappa.Engine;

internal sealed class TableMapValuesProcessor<TKey, TValue, TResult>(
    Func<TKey, TValue, TResult> mapper, bool needsOld, Processor<TKey, Change<TResult>> next)
    : Processor<TKey, Change<TValue>>
{
    public override void Process(in Record<TKey, Change<TValue>> record)
    {
        Change<TValue> change = record.Value;
        TResult? now = change.HasNew ? mapper(record.Key!, change.New!) : default;
        TResult? old = needsOld && change.HasOld ? mapper(record.Key!, change.Old!) : default;
        next.Process(new Record<TKey, Change<TResult>>(
            record.Key, true,
            new Change<TResult>(
                now, change.HasNew && Values.Exist(now), old, needsOld && change.HasOld && Values.Exist(old))
            {
                IsLate = change.IsLate,
            },
            true, record.TimestampMs));
    }

    public override void AddKeyedRows(List<IKeyedRows<TKey>> rows) => next.AddKeyedRows(rows);
}
