using Kappa.Graph;
using Kappa.StateStores;

namespace Kappa.Engine;

/// <summary>
/// Stands at a source and gives each record the time that a function finds in it, before anybody sees its time
/// (semantics.md 2.29).
/// </summary>
/// <param name="times">The function, and what becomes of records in which it finds none.</param>
/// <param name="partition">The time of the partition; null where nobody asks for it.</param>
/// <param name="context">Of the task.</param>
/// <param name="next">Takes the records.</param>
internal sealed class SourceTimeProcessor<TKey, TValue>(
    SourceTimes<TKey, TValue> times, OperatorTime? partition, TaskContext context, Processor<TKey, TValue> next)
    : Processor<TKey, TValue>
{
    public override void Process(in Record<TKey, TValue> record)
    {
        long timestampMs = times.Extractor(record.Key!, record.Value!, record.TimestampMs);
        if (timestampMs < 0)
        {
            if (times.OnInvalid == InvalidTimestamp.Skip)
            {
                return;
            }

            if (partition is null || partition.Ms == long.MinValue)
            {
                throw TimeErrors.NoTime(context.Source, context.Offset, timestampMs, partition is not null);
            }

            timestampMs = partition.Ms;
        }

        partition?.Observe(timestampMs);
        next.Process(new Record<TKey, TValue>(
            record.Key, record.HasKey, record.Value, record.HasValue, timestampMs));
    }

    public override void AddKeyedRows(List<IKeyedRows<TKey>> rows) => next.AddKeyedRows(rows);
}
