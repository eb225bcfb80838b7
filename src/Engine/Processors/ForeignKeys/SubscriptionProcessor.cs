using Kappa.Graph;
using Kappa.StateStores;

namespace Kappa.Engine;

/// <summary>
/// Keeps who wants to know of a foreign row, and answers: with the higher of both timestamps, where there is none too.
/// </summary>
internal sealed class SubscriptionProcessor<TKey, TValue, TForeign, TOther, TResult>(
    RowGroupStore<TForeign, SubscriberId, Subscriber<TKey, TValue>> subscribers,
    KeyValueStore<TForeign, TOther> rows, SubscriberIds<TKey> ids,
    ForeignAnswers<TKey, TValue, TOther, TResult> answers) : Processor<byte[], Subscription<TKey, TValue, TForeign>>
    where TForeign : notnull
{
    public override void Process(in Record<byte[], Subscription<TKey, TValue, TForeign>> record)
    {
        Subscription<TKey, TValue, TForeign> asked = record.Value;
        StoreRow<TOther> row = asked.HasForeign ? rows.Row(rows.Find(asked.Foreign!)) : default;
        long timestamp = row.Exists ? Math.Max(row.TimestampMs, record.TimestampMs) : record.TimestampMs;
        if (asked.HasForeign)
        {
            Keep(asked, record.TimestampMs);
        }

        bool ends = asked.Kind is SubscriptionKind.End or SubscriptionKind.EndAndAnswer;
        if (asked.Kind is SubscriptionKind.BeginAndAnswer or SubscriptionKind.EndAndAnswer || (!ends && row.Exists))
        {
            answers.Send(asked.Key, asked.Value, asked.HasValue, ends ? default : row, asked.Step, timestamp);
        }
    }

    private void Keep(in Subscription<TKey, TValue, TForeign> asked, long timestampMs)
    {
        RowPlace<SubscriberId, Subscriber<TKey, TValue>> place =
            subscribers.Find(asked.Foreign!, ids.Of(asked.Key));
        if (asked.Kind is SubscriptionKind.Begin or SubscriptionKind.BeginAndAnswer)
        {
            subscribers.Put(place, new Subscriber<TKey, TValue>(asked.Key, asked.Value!), timestampMs);
        }
        else
        {
            subscribers.Delete(place, timestampMs);
        }
    }
}
