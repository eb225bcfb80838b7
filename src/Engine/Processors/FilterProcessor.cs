namespace Kappa.Engine;

internal sealed class FilterProcessor<TKey, TValue>(
    Func<TKey, TValue, bool> predicate, Processor<TKey, TValue> next) : Processor<TKey, TValue>
{
    public override void Process(in Record<TKey, TValue> record)
    {
        if (predicate(record.Key!, record.Value!))
        {
            next.Process(record);
        }
    }
}
