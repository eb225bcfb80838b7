using Kappa.StateStores;

namespace Kappa.Engine;

/// <summary>
/// Joins a stream with its task's copy of a global table; the result has the stream record's timestamp. A null value is
/// dropped; a null key of the table finds no row, so only a left join lets it through (semantics.md 2.27).
/// </summary>
internal sealed class GlobalJoinProcessor<TKey, TValue, TGlobalKey, TGlobal, TResult>(
    KeyValueStore<TGlobalKey, TGlobal> table, Func<TKey, TValue, TGlobalKey?> selector, bool isLeft,
    Func<TKey, TValue, TGlobal?, TResult> joiner, Processor<TKey, TResult> next) : Processor<TKey, TValue>
    where TGlobalKey : notnull
{
    public override void Process(in Record<TKey, TValue> record)
    {
        if (!record.HasValue)
        {
            return;
        }

        TGlobalKey? key = selector(record.Key!, record.Value!);
        StoreRow<TGlobal> row = key is not null ? table.Row(table.Find(key)) : default;
        if (!row.Exists && !isLeft)
        {
            return;
        }

        TResult result = joiner(record.Key!, record.Value!, row.Value);
        next.Process(new Record<TKey, TResult>(
            record.Key, record.HasKey, result, result is not null, record.TimestampMs));
    }

    public override void AddKeyedRows(List<IKeyedRows<TKey>> rows) => next.AddKeyedRows(rows);
}
