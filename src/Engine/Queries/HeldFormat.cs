using System.Buffers;
using Kappa.StateStores;

namespace Kappa.Engine;

/// <summary>Shows rows that are held back; nobody asks for one by its key.</summary>
/// <param name="store">Name of the store, for messages.</param>
/// <param name="keySerde">Serde of the keys.</param>
/// <param name="valueSerde">Serde of the rows.</param>
internal sealed class HeldFormat<TKey, TValue>(
    string store, ISerde<TKey> keySerde, ISerde<TValue> valueSerde) : StoreFormat
{
    private readonly StoreFormat<TKey, TValue> _plain = new(store, keySerde, valueSerde);
    private readonly WindowKeys<TKey> _keys = new(keySerde);
    private readonly BufferedSerde<TValue> _held = new(valueSerde);

    public override bool HasTextKeys => false;

    public override bool TryParseKey(string text, out byte[] stored, out byte[] sent)
    {
        (stored, sent) = ([], []);
        return false;
    }

    public override IRowCursor Scan(
        IStateSnapshot snapshot, int index, ReadOnlySpan<byte> from, ReadOnlySpan<byte> to, bool backward) =>
        new VisibleWindows(snapshot.Scan(index, from, to, backward), long.MinValue, WindowStart.Bytes);

    public override string KeyText(ReadOnlySpan<byte> stored)
    {
        (TKey key, long timeMs) = _keys.Read(stored);
        var sorted = new ArrayBufferWriter<byte>();
        keySerde.SerializeSorted(key, sorted);
        return $"{_plain.KeyText(sorted.WrittenSpan)} from {timeMs}";
    }

    public override string ValueJson(ReadOnlySpan<byte> value)
    {
        Buffered<TValue> held = _held.Deserialize(value);
        if (!held.HasNow)
        {
            return "null";
        }

        var now = new ArrayBufferWriter<byte>();
        valueSerde.Serialize(held.Now!, now);
        return _plain.ValueJson(now.WrittenSpan);
    }
}
