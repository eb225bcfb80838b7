using Kappa.StateStores;

namespace Kappa.Engine;

internal sealed class ToStreamProcessor<TKey, TValue>(Processor<TKey, TValue> next, bool dropsLate = false)
    : Processor<TKey, Change<TValue>>
{
    public override void Process(in Record<TKey, Change<TValue>> record)
    {
        if (!dropsLate || !record.Value.IsLate)
        {
            next.Process(new Record<TKey, TValue>(
                record.Key, record.HasKey, record.Value.New, record.Value.HasNew, record.TimestampMs));
        }
    }

    public override void AddKeyedRows(List<IKeyedRows<TKey>> rows) => next.AddKeyedRows(rows);
}
