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
        IEnumerable<(TNewKey Key, TNewValue Value)> results = mapper(record.Key!, record.Value!);
        if (results is (TNewKey Key, TNewValue Value)[] array) // Walked without an enumerator.
        {
            foreach ((TNewKey key, TNewValue value) in array)
            {
                Send(key, value, mayHaveValue, record.TimestampMs);
            }

            return;
        }

        foreach ((TNewKey key, TNewValue value) in results)
        {
            Send(key, value, mayHaveValue, record.TimestampMs);
        }
    }

    private void Send(TNewKey key, TNewValue value, bool mayHaveValue, long timestampMs)
    {
        bool hasValue = mayHaveValue && Values.Exist(value);
        next.Process(new Record<TNewKey, TNewValue>(
            key, Values.Exist(key), hasValue ? value : default, hasValue, timestampMs));
    }
}
