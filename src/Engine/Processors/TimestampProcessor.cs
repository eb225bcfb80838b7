namespace Kappa.Engine;

/// <summary>Gives records another time.</summary>
internal sealed class TimestampProcessor<TKey, TValue>(
    string node, Func<TKey, TValue, long> extractor, Processor<TKey, TValue> next) : Processor<TKey, TValue>
{
    public override void Process(in Record<TKey, TValue> record)
    {
        long timestampMs = extractor(record.Key!, record.Value!);
        if (timestampMs < 0)
        {
            throw TimeErrors.NegativeTime(node, timestampMs);
        }

        next.Process(new Record<TKey, TValue>(
            record.Key, record.HasKey, record.Value, record.HasValue, timestampMs));
    }

    public override void AddKeyedRows(List<StateStores.IKeyedRows<TKey>> rows) => next.AddKeyedRows(rows);
}
