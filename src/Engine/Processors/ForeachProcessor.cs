namespace Kappa.Engine;

/// <summary>
/// Shows records to a function; nothing follows. A deletion of a struct has no value to show; of other types it sees
/// null.
/// </summary>
internal sealed class ForeachProcessor<TKey, TValue>(Action<TKey, TValue> action) : Processor<TKey, TValue>
{
    public override void Process(in Record<TKey, TValue> record)
    {
        if (record.HasValue || default(TValue) is null)
        {
            action(record.Key!, record.Value!);
        }
    }
}
