using System.Diagnostics.CodeAnalysis;

namespace Kappa.Interpreter;

/// <summary>
/// A store of windows as an operator of the user's own sees it: the latest start that was put counts.
/// </summary>
internal sealed class OwnWindows<TKey, TValue>(StoredRows rows, ISerde<TKey> keySerde, Func<long> timestampMs)
    : IWindowStore<TKey, TValue>
{
    public bool TryGet(TKey key, long startMs, [MaybeNullWhen(false)] out TValue value)
    {
        StoredRow? row = rows.Find(Coding.Hex(keySerde, key), startMs);
        value = row is null ? default : (TValue)row.Value;
        return row is not null;
    }

    public IEnumerable<KeyValuePair<long, TValue>> Fetch(TKey key, long fromMs, long toMs, bool backward)
    {
        string wanted = Coding.Hex(keySerde, key);
        KeyValuePair<long, TValue>[] found = [.. rows.Visible
            .Where(row => Coding.Hex(keySerde, (TKey)row.Key) == wanted && row.StartMs >= fromMs && row.StartMs <= toMs)
            .Select(row => new KeyValuePair<long, TValue>(row.StartMs, (TValue)row.Value))];
        return backward ? found.Reverse() : found;
    }

    public void Put(TKey key, TValue value, long startMs)
    {
        rows.ObservedMs = Math.Max(rows.ObservedMs, startMs);
        rows.Put(Coding.Hex(keySerde, key), key!, value, timestampMs(), startMs);
    }

    public void Delete(TKey key, long startMs) =>
        rows.Put(Coding.Hex(keySerde, key), key!, null, timestampMs(), startMs);
}
