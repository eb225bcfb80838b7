using System.Buffers;
using System.Buffers.Binary;

namespace Kappa;

internal sealed class Int64Serde : ISerde<long>
{
    public string Name => "int64";

    public int SortedBytes => sizeof(long);

    public bool EqualsComparesBytes => true;

    public void Serialize(long value, IBufferWriter<byte> writer)
    {
        BinaryPrimitives.WriteInt64BigEndian(writer.GetSpan(sizeof(long)), value);
        writer.Advance(sizeof(long));
    }

    public long Deserialize(ReadOnlySpan<byte> data)
    {
        if (data.Length != sizeof(long))
        {
            throw SerdeErrors.BadBytes(Name, data, "it needs exactly 8 bytes.");
        }

        return BinaryPrimitives.ReadInt64BigEndian(data);
    }

    // The sign bit turned: negative numbers sort before positive ones.
    public void SerializeSorted(long value, IBufferWriter<byte> writer) => Serialize(value ^ long.MinValue, writer);

    public long DeserializeSorted(ReadOnlySpan<byte> data) => Deserialize(data) ^ long.MinValue;
}
