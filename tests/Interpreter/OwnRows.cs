using System.Diagnostics.CodeAnalysis;

namespace Kappa.Interpreter;

/// <summary>A store as an operator of the user's own sees it.</summary>
internal sealed class OwnRows<TKey, TValue>(StoredRows rows, ISerde<TKey> keySerde, Func<long> timestampMs)
    : IKeyValueStore<TKey, TValue>
{
    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        StoredRow? row = rows.Find(Coding.Hex(keySerde, key));
        value = row is null ? default : (TValue)row.Value;
        return row is not null;
    }

    public IEnumerable<KeyValuePair<TKey, TValue>> All() => [.. rows.InOrder.Select(row =>
        new KeyValuePair<TKey, TValue>((TKey)row.Row.Key, (TValue)row.Row.Value))];

    public void Put(TKey key, TValue value) => rows.Put(Coding.Hex(keySerde, key), key!, value, timestampMs());

    public void Delete(TKey key) => rows.Put(Coding.Hex(keySerde, key), key!, null, timestampMs());
}
