using Kappa.Graph;
using Kappa.StateStores;

namespace Kappa.Engine;

/// <summary>
/// Holds records back before they are joined with a table, so that late updates of it are there (semantics.md 2.10).
/// </summary>
/// <remarks>
/// A record goes on when the highest timestamp of those that came with a value has passed its own by the grace, in the
/// order of timestamps, equal ones by the bytes of the key; one that comes later still goes on at once, before them.
/// </remarks>
/// <param name="waiting">The records that wait.</param>
/// <param name="graceMs">How long they do, in milliseconds.</param>
/// <param name="passesNoKey">Whether one without a key goes on: nothing can come for it.</param>
/// <param name="context">Whose headers are those of the record in progress.</param>
/// <param name="join">Joins what goes on.</param>
internal sealed class WaitingJoinProcessor<TKey, TValue>(
    BufferStore<TKey, Held<TValue>> waiting, long graceMs, bool passesNoKey, TaskContext context,
    Processor<TKey, TValue> join) : Processor<TKey, TValue>
    where TKey : notnull
{
    public override void Process(in Record<TKey, TValue> record)
    {
        if (!record.HasValue || !record.HasKey)
        {
            if (record.HasValue && passesNoKey)
            {
                join.Process(record);
            }

            return;
        }

        waiting.Observe(record.TimestampMs);
        long due = waiting.ObservedTimeMs - graceMs;
        if (record.TimestampMs < due)
        {
            join.Process(record);
        }
        else
        {
            waiting.Add(
                record.Key!, record.TimestampMs, new Held<TValue>(record.Value!, context.Headers.ToArray()));
        }

        LetGo(due, record.TimestampMs);
    }

    public override void AddKeyedRows(List<IKeyedRows<TKey>> rows) => join.AddKeyedRows(rows);

    private void LetGo(long dueMs, long timestampMs)
    {
        while (waiting.TryTakeFirst(dueMs, timestampMs, out TKey? key, out long timeMs, out Held<TValue> held))
        {
            context.HoldHeaders(held.Headers);
            join.Process(new Record<TKey, TValue>(key, true, held.Value, true, timeMs));
            context.ReleaseHeaders();
        }
    }
}
