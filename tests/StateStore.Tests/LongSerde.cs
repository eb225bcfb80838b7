using System.Buffers;
using System.Buffers.Binary;

namespace Kappa.StateStores.Tests;

/// <summary>Longs as eight bytes; as keys with the sign turned, so that they sort.</summary>
internal sealed class LongSerde : ISerde<long>
{
    public string Name => "long";

    public bool EqualsComparesBytes => true;

    public void Serialize(long value, IBufferWriter<byte> writer)
    {
        BinaryPrimitives.WriteInt64BigEndian(writer.GetSpan(8), value);
        writer.Advance(8);
    }

    public long Deserialize(ReadOnlySpan<byte> data) => BinaryPrimitives.ReadInt64BigEndian(data);

    public void SerializeSorted(long value, IBufferWriter<byte> writer) => Serialize(value ^ long.MinValue, writer);

    public long DeserializeSorted(ReadOnlySpan<byte> data) => Deserialize(data) ^ long.MinValue;
}
