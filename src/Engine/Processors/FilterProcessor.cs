namespace Kappa.Engine;

/// <summary>
/// Lets records through. A deletion of a struct has no value that the predicate could look at, and goes through; of
/// other types it sees null, as in Kafka Streams.
/// </summary>
internal sealed class FilterProcessor<TKey, TValue>(
    Func<TKey, TValue, bool> predicate, Processor<TKey, TValue> next) : Processor<TKey, TValue>
{
    public override void Process(in Record<TKey, TValue> record)
    {
        if ((!record.HasValue && default(TValue) is not null) || predicate(record.Key!, record.Value!))
        {
            next.Process(record);
        }
    }
}
