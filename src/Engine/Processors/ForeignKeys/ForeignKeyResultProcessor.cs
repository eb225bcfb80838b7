using Kappa.Graph;
using Kappa.StateStores;

namespace Kappa.Engine;

/// <summary>Keeps the results of a foreign-key join as a table.</summary>
/// <remarks>
/// Answers come in the order of their causes, so that none is out of date when it comes, as it may be in Kafka Streams.
/// But those of one cause come from several tasks, the old foreign key's and the new one's: what the left row said
/// later counts, and what answers something earlier, or a change of the foreign row, is dropped behind it.
/// </remarks>
internal sealed class ForeignKeyResultProcessor<TKey, TResult>(
    KeyValueStore<TKey, TResult> store, SameCause cause, Processor<TKey, Change<TResult>> next)
    : Processor<TKey, ForeignAnswer<TResult>>
    where TKey : notnull
{
    private readonly Dictionary<int, int> _steps = []; // By slot, the highest that came of this cause.

    public override void Process(in Record<TKey, ForeignAnswer<TResult>> record)
    {
        ForeignAnswer<TResult> answer = record.Value;
        int slot = store.Find(record.Key!);
        if (cause.IsNew())
        {
            _steps.Clear();
        }

        if (_steps.TryGetValue(slot, out int step) && answer.Step < step)
        {
            return;
        }

        _steps[slot] = answer.Step;
        StoreRow<TResult> row = store.Row(slot);
        if (answer.HasResult)
        {
            store.Put(slot, answer.Result!, record.TimestampMs);
        }
        else
        {
            store.Delete(slot, record.TimestampMs);
        }

        next.Process(new Record<TKey, Change<TResult>>(
            record.Key, true, new Change<TResult>(answer.Result, answer.HasResult, row.Value, row.Exists), true,
            record.TimestampMs));
    }

    public override void AddKeyedRows(List<IKeyedRows<TKey>> rows)
    {
        rows.Add(store);
        next.AddKeyedRows(rows);
    }
}
