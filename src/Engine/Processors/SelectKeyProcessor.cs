namespace Kappa.Engine;

internal sealed class SelectKeyProcessor<TKey, TValue, TNewKey>(
    Func<TKey, TValue, TNewKey> selector, Processor<TNewKey, TValue> next) : Processor<TKey, TValue>
{
    public override void Process(in Record<TKey, TValue> record)
    {
        TNewKey key = selector(record.Key!, record.Value!);
        next.Process(new Record<TNewKey, TValue>(
            key, Values.Exist(key), record.Value, record.HasValue, record.TimestampMs));
    }
}
