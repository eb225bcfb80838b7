using Kappa.StateStores;

namespace Kappa.Engine;

/// <summary>
/// Joins a stream with a table by key; the result has the stream record's timestamp (semantics.md 2.10). A null value
/// is dropped; a null key finds no row, so only a left join lets it through (KIP-962). A table that keeps versions is
/// read as of the record's timestamp.
/// </summary>
internal sealed class StreamTableJoinProcessor<TKey, TValue, TTable, TResult>(
    TableLookup<TKey, TTable> table, bool isLeft, Func<TKey, TValue, TTable?, TResult> joiner,
    Processor<TKey, TResult> next) : Processor<TKey, TValue>
    where TKey : notnull
{
    public override void Process(in Record<TKey, TValue> record)
    {
        if (!record.HasValue)
        {
            return;
        }

        StoreRow<TTable> row = record.HasKey ? table.AsOf(record.Key!, record.TimestampMs) : default;
        if (!row.Exists && !isLeft)
        {
            return;
        }

        TResult result = joiner(record.Key!, record.Value!, row.Value);
        next.Process(new Record<TKey, TResult>(
            record.Key, record.HasKey, result, Values.Exist(result), record.TimestampMs));
    }

    public override void AddKeyedRows(List<IKeyedRows<TKey>> rows)
    {
        table.AddTo(rows);
        next.AddKeyedRows(rows);
    }
}
