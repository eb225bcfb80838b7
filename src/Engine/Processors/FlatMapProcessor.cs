namespace Kappa.Engine;

/// <summary>
/// Makes any number of records of one. Deletions are handled as by <see cref="MapProcessor{TKey,TValue,TNewKey,
/// TNewValue}"/>.
/// </summary>
internal sealed class FlatMapProcessor<TKey, TValue, TNewKey, TNewValue>(
    Func<TKey, TValue, IEnumerable<(TNewKey Key, TNewValue Value)>> mapper, Processor<TNewKey, TNewValue> next)
    : Processor<TKey, TValue>
{
    public override void Process(in Record<TKey, TValue> record)
    {
        bool mayHaveValue = record.HasValue || default(TValue) is null;
        foreach ((TNewKey key, TNewValue value) in mapper(record.Key!, record.Value!))
        {
            bool hasValue = mayHaveValue && value is not null;
            next.Process(new Record<TNewKey, TNewValue>(
                key, key is not null, hasValue ? value : default, hasValue, record.TimestampMs));
        }
    }
}
