using Kappa.StateStores;

namespace Kappa.Engine;

/// <summary>Translates the rows of a buffer, for comparisons: a key as text is <c>KEY@TIME#NUMBER</c>.</summary>
/// <param name="store">Name of the store, for messages.</param>
/// <param name="keySerde">Serde of the keys.</param>
/// <param name="valueSerde">Serde of the values.</param>
/// <param name="retentionMs">How long behind the newest row one is kept, in milliseconds; null for ever.</param>
internal sealed class BufferFormat<TKey, TValue>(
    string store, ISerde<TKey> keySerde, ISerde<TValue> valueSerde, long? retentionMs) : StoreFormat
{
    private readonly StoreFormat<TKey, TValue> _plain = new(store, keySerde, valueSerde);
    private readonly RowKeys<TKey> _keys = new(store, keySerde);

    public override bool HasTextKeys => _plain.HasTextKeys;

    /// <summary>Nobody asks for a row of an operator's own.</summary>
    public override bool TryParseKey(string text, out byte[] stored, out byte[] sent)
    {
        (stored, sent) = ([], []);
        return false;
    }

    public override string KeyText(ReadOnlySpan<byte> stored)
    {
        BufferPlace place = BufferRows.Place(stored);
        return $"{_plain.KeyText(_keys.Sorted(stored[..^BufferPlace.Bytes]))}@{place.Ms}#{place.Number}";
    }

    public override string ValueJson(ReadOnlySpan<byte> value) => _plain.ValueJson(value);

    public override IRowCursor Scan(
        IStateSnapshot snapshot, int index, ReadOnlySpan<byte> from, ReadOnlySpan<byte> to, bool backward)
    {
        long hidden = retentionMs is { } kept
            ? BufferRows.HiddenTo(WindowExpiry.ObservedTime(snapshot, index), kept) : long.MinValue;
        return new VisibleRows(
            snapshot.Scan(index, from, to, backward),
            key => BufferRows.IsRow(key) && BufferRows.Place(key).Ms > hidden);
    }
}
