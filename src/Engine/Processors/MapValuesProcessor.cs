namespace Kappa.Engine;

internal sealed class MapValuesProcessor<TKey, TValue, TResult>(
    Func<TKey, TValue, TResult> mapper, Processor<TKey, TResult> next) : Processor<TKey, TValue>
{
    public override void Process(in Record<TKey, TValue> record)
    {
        TResult result = mapper(record.Key!, record.Value!);
        next.Process(new Record<TKey, TResult>(
            record.Key, record.HasKey, result, result is not null, record.TimestampMs));
    }
}
