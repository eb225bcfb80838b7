using Kappa.StateStores;

namespace Kappa.Engine;

/// <summary>
/// Hands a record to several operators, in the order they were attached, depth first (semantics.md 2.17).
/// </summary>
internal sealed class FanOut<TKey, TValue>(Processor<TKey, TValue>[] next) : Processor<TKey, TValue>
{
    public override void Process(in Record<TKey, TValue> record)
    {
        foreach (Processor<TKey, TValue> processor in next)
        {
            processor.Process(record);
        }
    }

    public override void AddKeyedRows(List<IKeyedRows<TKey>> rows)
    {
        foreach (Processor<TKey, TValue> processor in next)
        {
            processor.AddKeyedRows(rows);
        }
    }
}
