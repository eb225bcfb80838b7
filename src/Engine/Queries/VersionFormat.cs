using System.Globalization;
using Kappa.StateStores;

namespace Kappa.Engine;

/// <summary>
/// Translates the rows of a store of versions: readers see the latest of each key; a comparison sees all, a key as text
/// is <c>KEY@END</c> then.
/// </summary>
/// <param name="store">Name of the store, for messages.</param>
/// <param name="keySerde">Serde of the keys.</param>
/// <param name="valueSerde">Serde of the values.</param>
/// <param name="historyMs">How far back versions are kept, in milliseconds.</param>
internal sealed class VersionFormat<TKey, TValue>(
    string store, ISerde<TKey> keySerde, ISerde<TValue> valueSerde, long historyMs) : StoreFormat
{
    private readonly StoreFormat<TKey, TValue> _plain = new(store, keySerde, valueSerde);
    private readonly RowKeys<TKey> _keys = new(store, keySerde);

    public override bool HasTextKeys => _plain.HasTextKeys;

    public override bool TryParseKey(string text, out byte[] stored, out byte[] sent)
    {
        stored = [];
        if (!_plain.TryParseKey(text, out byte[] sorted, out sent))
        {
            return false;
        }

        byte[] coded = _keys.Coded(sorted);
        stored = new byte[coded.Length + ValidTo.Bytes];
        coded.CopyTo(stored, 0);
        ValidTo.Latest.Write(stored.AsSpan(coded.Length));
        return true;
    }

    public override string KeyText(ReadOnlySpan<byte> stored)
    {
        ValidTo end = VersionRows.End(stored);
        string key = _plain.KeyText(_keys.Sorted(stored[..^ValidTo.Bytes]));
        return end == ValidTo.Latest ? key : string.Create(CultureInfo.InvariantCulture, $"{key}@{end.Ms}");
    }

    public override string ValueJson(ReadOnlySpan<byte> value) =>
        value.IsEmpty ? "null" : _plain.ValueJson(value[1..]);

    public override IRowCursor Scan(
        IStateSnapshot snapshot, int index, ReadOnlySpan<byte> from, ReadOnlySpan<byte> to, bool backward) =>
        new VisibleRows(
            snapshot.Scan(index, from, to, backward),
            key => VersionRows.IsVersion(key) && VersionRows.End(key) == ValidTo.Latest);

    public override IRowCursor ScanAll(IStateSnapshot snapshot, int index)
    {
        long horizon = BufferRows.HiddenTo(WindowExpiry.ObservedTime(snapshot, index), historyMs);
        return new VisibleRows(
            snapshot.Scan(index, [], [], backward: false),
            key => VersionRows.IsVersion(key) && VersionRows.End(key).Ms > horizon);
    }
}
