using Kappa.StateStores;

namespace Kappa.Engine;

internal sealed class ToStreamProcessor<TKey, TValue>(Processor<TKey, TValue> next) : Processor<TKey, Change<TValue>>
{
    public override void Process(in Record<TKey, Change<TValue>> record) =>
        next.Process(new Record<TKey, TValue>(
            record.Key, record.HasKey, record.Value.New, record.Value.HasNew, record.TimestampMs));

    public override void AddKeyedRows(List<IKeyedRows<TKey>> rows) => next.AddKeyedRows(rows);
}
