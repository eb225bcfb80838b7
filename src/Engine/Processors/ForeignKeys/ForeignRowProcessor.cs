using Kappa.Graph;
using Kappa.StateStores;

namespace Kappa.Engine;

/// <summary>
/// Keeps the foreign rows, and tells all that want to know of one that it changed: in the order of their keys, with the
/// timestamp of the change.
/// </summary>
internal sealed class ForeignRowProcessor<TKey, TValue, TForeign, TOther, TResult>(
    RowGroupStore<TForeign, SubscriberId, Subscriber<TKey, TValue>> subscribers,
    KeyValueStore<TForeign, TOther> rows, ForeignAnswers<TKey, TValue, TOther, TResult> answers)
    : Processor<TForeign, TOther>
    where TForeign : notnull
{
    public override void Process(in Record<TForeign, TOther> record)
    {
        TForeign key = record.Key!;
        int slot = rows.Find(key);
        if (record.HasValue)
        {
            rows.Put(slot, record.Value!, record.TimestampMs);
        }
        else
        {
            rows.Delete(slot, record.TimestampMs);
        }

        StoreRow<TOther> row = rows.Row(slot);
        RowRange<TForeign, SubscriberId, Subscriber<TKey, TValue>> range =
            subscribers.Range(key, SubscriberId.Least, SubscriberId.Greatest);
        while (range.MoveNext())
        {
            Subscriber<TKey, TValue> subscriber = subscribers.Row(range.Current).Value;
            answers.Send(
                subscriber.Key, subscriber.Value, true, row,
                ForeignAnswers<TKey, TValue, TOther, TResult>.Unasked, record.TimestampMs);
        }
    }

    public override void AddKeyedRows(List<IKeyedRows<TForeign>> keyed) => keyed.Add(rows);
}
