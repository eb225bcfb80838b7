using System.Diagnostics.CodeAnalysis;
using Kappa.StateStores;

namespace Kappa.Engine;

/// <summary>A store as an operator of the user's own sees it.</summary>
internal sealed class OwnStore<TKey, TValue>(KeyValueStore<TKey, TValue> store, Func<OwnContext> context)
    : IKeyValueStore<TKey, TValue>
{
    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        ArgumentNullException.ThrowIfNull(key);
        ref readonly StoreRow<TValue> row = ref store.Row(store.Find(key));
        value = row.Value;
        return row.Exists;
    }

    public IEnumerable<KeyValuePair<TKey, TValue>> All()
    {
        using RowWalk<TKey, TValue> rows = store.Walk();
        while (rows.MoveNext())
        {
            yield return new KeyValuePair<TKey, TValue>(rows.Key, rows.Row.Value!);
        }
    }

    public void Put(TKey key, TValue value)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(value);
        store.Put(store.Find(key), value, context().TimestampMs);
    }

    public void Delete(TKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        store.Delete(store.Find(key), context().TimestampMs);
    }
}
