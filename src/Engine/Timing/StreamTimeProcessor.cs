using Kappa.StateStores;

namespace Kappa.Engine;

/// <summary>Stands at an input of a task with timed operators: sees the time of each record first.</summary>
internal sealed class StreamTimeProcessor<TKey, TValue>(TaskTimes times, Processor<TKey, TValue> next)
    : Processor<TKey, TValue>
{
    public override void Process(in Record<TKey, TValue> record)
    {
        bool hasMoved = times.Observe(record.TimestampMs);
        next.Process(record);
        if (hasMoved)
        {
            times.OnStreamTime();
        }
    }

    public override void AddKeyedRows(List<IKeyedRows<TKey>> rows) => next.AddKeyedRows(rows);
}
