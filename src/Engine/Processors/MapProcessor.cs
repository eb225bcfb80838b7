namespace Kappa.Engine;

/// <summary>
/// Replaces keys and values. A deletion of a struct gets its new key by the default value, and stays a deletion; of
/// other types the mapper sees null, as in Kafka Streams.
/// </summary>
internal sealed class MapProcessor<TKey, TValue, TNewKey, TNewValue>(
    Func<TKey, TValue, (TNewKey Key, TNewValue Value)> mapper, Processor<TNewKey, TNewValue> next)
    : Processor<TKey, TValue>
{
    public override void Process(in Record<TKey, TValue> record)
    {
        (TNewKey key, TNewValue value) = mapper(record.Key!, record.Value!);
        bool hasValue = Values.Exist(value) && (record.HasValue || default(TValue) is null);
        next.Process(new Record<TNewKey, TNewValue>(
            key, Values.Exist(key), hasValue ? value : default, hasValue, record.TimestampMs));
    }
}
