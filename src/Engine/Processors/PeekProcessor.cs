using Kappa.StateStores;

namespace Kappa.Engine;

/// <summary>
/// Shows records to a function. A deletion of a struct has no value to show; of other types it sees null.
/// </summary>
internal sealed class PeekProcessor<TKey, TValue>(Action<TKey, TValue> action, Processor<TKey, TValue> next)
    : Processor<TKey, TValue>
{
    public override void Process(in Record<TKey, TValue> record)
    {
        if (record.HasValue || default(TValue) is null)
        {
            action(record.Key!, record.Value!);
        }

        next.Process(record);
    }

    public override void AddKeyedRows(List<IKeyedRows<TKey>> rows) => next.AddKeyedRows(rows);
}
