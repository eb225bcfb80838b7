using Kappa.StateStores;

namespace Kappa.Engine;

/// <summary>
/// Replaces values. A deletion of a struct has none, and stays a deletion; of other types the mapper sees null, as in
/// Kafka Streams.
/// </summary>
internal sealed class MapValuesProcessor<TKey, TValue, TResult>(
    Func<TKey, TValue, TResult> mapper, Processor<TKey, TResult> next) : Processor<TKey, TValue>
{
    public override void Process(in Record<TKey, TValue> record)
    {
        if (!record.HasValue && default(TValue) is not null)
        {
            next.Process(new Record<TKey, TResult>(record.Key, record.HasKey, default, false, record.TimestampMs));
            return;
        }

        TResult result = mapper(record.Key!, record.Value!);
        next.Process(new Record<TKey, TResult>(
            record.Key, record.HasKey, result, Values.Exist(result), record.TimestampMs));
    }

    public override void AddKeyedRows(List<IKeyedRows<TKey>> rows) => next.AddKeyedRows(rows);
}
