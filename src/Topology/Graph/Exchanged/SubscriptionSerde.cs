using System.Buffers;

namespace Kappa.Graph;

/// <summary>A byte with kind and marks, the step, then what there is.</summary>
internal sealed class SubscriptionSerde<TKey, TValue, TForeign>(
    ISerde<TKey> keys, ISerde<TValue> values, ISerde<TForeign> foreign) : ISerde<Subscription<TKey, TValue, TForeign>>
{
    private const int KindMask = 3;
    private const int HasForeign = 4;
    private const int HasValue = 8;

    public string Name => $"subscription({keys.Name}, {values.Name}, {foreign.Name})";

    public void Serialize(Subscription<TKey, TValue, TForeign> value, IBufferWriter<byte> writer)
    {
        int marks = (value.HasForeign ? HasForeign : 0) | (value.HasValue ? HasValue : 0);
        Parts.Write(writer, (byte)((int)value.Kind | marks));
        Parts.Write(writer, Serdes.Int32, value.Step);
        Parts.Write(writer, keys, value.Key);
        if (value.HasForeign)
        {
            Parts.Write(writer, foreign, value.Foreign!);
        }

        if (value.HasValue)
        {
            Parts.Write(writer, values, value.Value!);
        }
    }

    public Subscription<TKey, TValue, TForeign> Deserialize(ReadOnlySpan<byte> data)
    {
        int marks = Parts.ReadByte(ref data);
        int step = Parts.Read(ref data, Serdes.Int32);
        TKey key = Parts.Read(ref data, keys);
        bool hasForeign = (marks & HasForeign) != 0;
        bool hasValue = (marks & HasValue) != 0;
        TForeign? foreignKey = hasForeign ? Parts.Read(ref data, foreign) : default;
        TValue? value = hasValue ? Parts.Read(ref data, values) : default;
        return new Subscription<TKey, TValue, TForeign>(
            (SubscriptionKind)(marks & KindMask), foreignKey, hasForeign, key, value, hasValue, step);
    }
}
