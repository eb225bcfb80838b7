using System.Buffers;

namespace Kappa.Graph;

/// <summary>The key, then the value.</summary>
internal sealed class SubscriberSerde<TKey, TValue>(ISerde<TKey> keys, ISerde<TValue> values)
    : ISerde<Subscriber<TKey, TValue>>
{
    public string Name => $"subscriber({keys.Name}, {values.Name})";

    public void Serialize(Subscriber<TKey, TValue> value, IBufferWriter<byte> writer)
    {
        Parts.Write(writer, keys, value.Key);
        values.Serialize(value.Value, writer);
    }

    public Subscriber<TKey, TValue> Deserialize(ReadOnlySpan<byte> data)
    {
        TKey key = Parts.Read(ref data, keys);
        return new Subscriber<TKey, TValue>(key, values.Deserialize(data));
    }
}
