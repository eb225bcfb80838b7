using System.Buffers;
using Kappa.Graph;
using Kappa.StateStores;

namespace Kappa.Engine;

/// <summary>
/// Translates the rows of a store of subscribers: a key as text is <c>FOREIGN</c> and 64 hexadecimal digits that stand
/// for the key of the left table.
/// </summary>
internal sealed class SubscriberFormat<TForeign, TKey, TValue>(
    string store, ISerde<TForeign> foreignSerde, ISerde<TKey> keySerde, ISerde<TValue> valueSerde) : StoreFormat
{
    private readonly StoreFormat<TForeign, TValue> _plain = new(store, foreignSerde, valueSerde);
    private readonly SubscriberSerde<TKey, TValue> _values = new(keySerde, valueSerde);
    private readonly SubscriberKeys<TForeign> _keys = new(foreignSerde);

    public override bool HasTextKeys => false;

    /// <summary>Nobody asks for a row of the engine's own by its key.</summary>
    public override bool TryParseKey(string text, out byte[] stored, out byte[] sent)
    {
        (stored, sent) = ([], []);
        return false;
    }

    public override string KeyText(ReadOnlySpan<byte> stored)
    {
        var foreign = new ArrayBufferWriter<byte>();
        foreignSerde.SerializeSorted(_keys.ForeignOf(stored), foreign);
        return $"{_plain.KeyText(foreign.WrittenSpan)} {Convert.ToHexStringLower(stored[^SubscriberId.Bytes..])}";
    }

    public override string ValueJson(ReadOnlySpan<byte> value)
    {
        var row = new ArrayBufferWriter<byte>();
        valueSerde.Serialize(_values.Deserialize(value).Value, row);
        return _plain.ValueJson(row.WrittenSpan);
    }
}
