using System.Diagnostics.CodeAnalysis;
using Kappa.StateStores;

namespace Kappa.Engine;

/// <summary>A store of windows as an operator of the user's own sees it.</summary>
internal sealed class OwnWindowStore<TKey, TValue>(WindowStore<TKey, TValue> store, Func<OwnContext> context)
    : IWindowStore<TKey, TValue>
    where TKey : notnull
{
    private const int RowsToExpire = 64; // More than a put can add, so that a jump of time is worked off.

    public bool TryGet(TKey key, long startMs, [MaybeNullWhen(false)] out TValue value)
    {
        ArgumentNullException.ThrowIfNull(key);
        ref readonly StoreRow<TValue> row = ref store.Row(store.Find(key, startMs));
        value = row.Value;
        return row.Exists;
    }

    public IEnumerable<KeyValuePair<long, TValue>> Fetch(TKey key, long fromMs, long toMs, bool backward)
    {
        ArgumentNullException.ThrowIfNull(key);
        return fromMs > toMs ? [] : Walk(store.Fetch(key, fromMs, toMs, backward));
    }

    public void Put(TKey key, TValue value, long startMs)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(value);
        ArgumentOutOfRangeException.ThrowIfNegative(startMs);
        long timestampMs = context().TimestampMs;
        store.Observe(startMs);
        store.Put(store.Find(key, startMs), value, timestampMs);
        store.Expire(RowsToExpire, timestampMs);
    }

    public void Delete(TKey key, long startMs)
    {
        ArgumentNullException.ThrowIfNull(key);
        store.Delete(store.Find(key, startMs), context().TimestampMs);
    }

    private IEnumerable<KeyValuePair<long, TValue>> Walk(RowRange<TKey, WindowStart, TValue> rows)
    {
        while (rows.MoveNext())
        {
            RowPlace<WindowStart, TValue> place = rows.Current;
            yield return new KeyValuePair<long, TValue>(place.Sub.Ms, store.Row(place).Value!);
        }
    }
}
