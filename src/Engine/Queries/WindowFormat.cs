using System.Buffers;
using Kappa.StateStores;

namespace Kappa.Engine;

/// <summary>Translates the rows of a store of windows: a key as text is <c>KEY@START/END</c>, in UTC.</summary>
/// <param name="store">Name of the store, for messages.</param>
/// <param name="keySerde">Serde of the keys.</param>
/// <param name="valueSerde">Serde of the values.</param>
/// <param name="sizeMs">Length of each window, in milliseconds.</param>
/// <param name="advanceMs">From the start of a window to that of the next one, in milliseconds.</param>
/// <param name="retentionMs">How long behind the newest window's start a row is kept, in milliseconds.</param>
internal sealed class WindowFormat<TKey, TValue>(
    string store, ISerde<TKey> keySerde, ISerde<TValue> valueSerde, long sizeMs, long advanceMs,
    long retentionMs) : StoreFormat
{
    private readonly StoreFormat<TKey, TValue> _plain = new(store, keySerde, valueSerde);
    private readonly WindowKeys<TKey> _keys = new(keySerde);

    public override bool HasTextKeys => _plain.HasTextKeys;

    public override long? WindowMs => sizeMs;

    public override bool TryParseKey(string text, out byte[] stored, out byte[] sent)
    {
        (stored, sent) = ([], []);
        if (!WindowText.TryParse(text, out string key, out long start, out long end) || end != start + sizeMs
            || !_plain.TryParseKey(key, out byte[] sorted, out sent))
        {
            return false;
        }

        stored = _keys.Write(keySerde.DeserializeSorted(sorted), start);
        return true;
    }

    public override bool TryParseWindows(
        string key, long fromMs, long toMs, out byte[] first, out byte[] end, out byte[] sent)
    {
        (first, end) = ([], []);
        if (!_plain.TryParseKey(key, out byte[] sorted, out sent))
        {
            return false;
        }

        TKey parsed = keySerde.DeserializeSorted(sorted);
        (first, end) = (_keys.Write(parsed, fromMs), [.. _keys.Write(parsed, toMs), 0]);
        return true;
    }

    public override string KeyText(ReadOnlySpan<byte> stored)
    {
        (TKey key, long start) = Read(stored);
        var sorted = new ArrayBufferWriter<byte>();
        keySerde.SerializeSorted(key, sorted);
        return _plain.KeyText(sorted.WrittenSpan) + WindowText.Of(start, start + sizeMs);
    }

    public override string ValueJson(ReadOnlySpan<byte> value) => _plain.ValueJson(value);

    public override IRowCursor Scan(
        IStateSnapshot snapshot, int index, ReadOnlySpan<byte> from, ReadOnlySpan<byte> to, bool backward) =>
        new VisibleWindows(snapshot.Scan(index, from, to, backward), HiddenTo(snapshot, index), WindowStart.Bytes);

    public override bool IsVisible(IStateSnapshot snapshot, int index, ReadOnlySpan<byte> stored) =>
        WindowExpiry.Start(stored) > HiddenTo(snapshot, index);

    private (TKey Key, long StartMs) Read(ReadOnlySpan<byte> stored)
    {
        try
        {
            return _keys.Read(stored);
        }
        catch (Exception error) when (error is not OutOfMemoryException) // It is the user's code.
        {
            throw EngineErrors.RowUnreadable(store, "key", error);
        }
    }

    private long HiddenTo(IStateSnapshot snapshot, int index) =>
        WindowExpiry.HiddenTo(WindowExpiry.ObservedTime(snapshot, index), advanceMs, retentionMs);
}
