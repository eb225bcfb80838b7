namespace Kappa.Engine;

/// <summary>
/// Makes any number of records of one, with its key. A deletion of a struct has no value to make any of, and goes
/// through; of other types the mapper sees null, as in Kafka Streams.
/// </summary>
internal sealed class FlatMapValuesProcessor<TKey, TValue, TResult>(
    Func<TKey, TValue, IEnumerable<TResult>> mapper, Processor<TKey, TResult> next) : Processor<TKey, TValue>
{
    public override void Process(in Record<TKey, TValue> record)
    {
        if (!record.HasValue && default(TValue) is not null)
        {
            next.Process(new Record<TKey, TResult>(record.Key, record.HasKey, default, false, record.TimestampMs));
            return;
        }

        IEnumerable<TResult> results = mapper(record.Key!, record.Value!);
        if (results is TResult[] array) // Walked without an enumerator.
        {
            foreach (TResult result in array)
            {
                Send(record, result);
            }

            return;
        }

        foreach (TResult result in results)
        {
            Send(record, result);
        }
    }

    private void Send(in Record<TKey, TValue> record, TResult result) => next.Process(new Record<TKey, TResult>(
        record.Key, record.HasKey, result, Values.Exist(result), record.TimestampMs));
}
