using System.Buffers;

namespace Kappa.Graph;

/// <summary>The length of the headers, the headers, the value.</summary>
internal sealed class HeldSerde<TValue>(ISerde<TValue> values) : ISerde<Held<TValue>>
{
    public string Name => $"held({values.Name})";

    public void Serialize(Held<TValue> value, IBufferWriter<byte> writer)
    {
        Parts.Write(writer, Serdes.Bytes, value.Headers);
        values.Serialize(value.Value, writer);
    }

    public Held<TValue> Deserialize(ReadOnlySpan<byte> data)
    {
        byte[] headers = Parts.Read(ref data, Serdes.Bytes);
        return new Held<TValue>(values.Deserialize(data), headers);
    }
}
