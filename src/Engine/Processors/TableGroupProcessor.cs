using Kappa.Graph;

namespace Kappa.Engine;

/// <summary>
/// Sends what an update of a row does to its group: to one group in one record, to two the removal first.
/// </summary>
internal sealed class TableGroupProcessor<TKey, TValue, TNewKey, TNewValue>(
    Func<TKey, TValue, (TNewKey Key, TNewValue Value)> selector, ISerde<TNewKey> keySerde,
    Processor<TNewKey, GroupChange<TNewValue>> next) : Processor<TKey, Change<TValue>>
{
    private readonly KeyBytes<TNewKey> _keys = new(keySerde);

    public override void Process(in Record<TKey, Change<TValue>> record)
    {
        Change<TValue> change = record.Value;
        if (change.IsLate)
        {
            return; // The group has what a later row brought (KIP-914).
        }

        bool hasNew = TrySelect(record.Key!, change.HasNew, change.New, out TNewKey newKey, out TNewValue added);
        bool hasOld = TrySelect(record.Key!, change.HasOld, change.Old, out TNewKey oldKey, out TNewValue removed);
        if (hasNew && hasOld && _keys.AreSame(newKey, oldKey))
        {
            Send(newKey, new GroupChange<TNewValue>(added, true, removed, true), record.TimestampMs);
            return;
        }

        if (hasOld)
        {
            Send(oldKey, new GroupChange<TNewValue>(default, false, removed, true), record.TimestampMs);
        }

        if (hasNew)
        {
            Send(newKey, new GroupChange<TNewValue>(added, true, default, false), record.TimestampMs);
        }
    }

    private bool TrySelect(TKey key, bool exists, TValue? row, out TNewKey newKey, out TNewValue value)
    {
        (newKey, value) = exists ? selector(key, row!) : default;
        return exists && Values.Exist(newKey) && Values.Exist(value);
    }

    private void Send(TNewKey key, in GroupChange<TNewValue> change, long timestampMs) =>
        next.Process(new Record<TNewKey, GroupChange<TNewValue>>(key, true, change, true, timestampMs));
}
