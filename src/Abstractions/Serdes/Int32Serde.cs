using System.Buffers;
using System.Buffers.Binary;

namespace Kappa;

internal sealed class Int32Serde : ISerde<int>
{
    public string Name => "int32";

    public int SortedBytes => sizeof(int);

    public bool EqualsComparesBytes => true;

    public void Serialize(int value, IBufferWriter<byte> writer)
    {
        BinaryPrimitives.WriteInt32BigEndian(writer.GetSpan(sizeof(int)), value);
        writer.Advance(sizeof(int));
    }

    public int Deserialize(ReadOnlySpan<byte> data)
    {
        if (data.Length != sizeof(int))
        {
            throw SerdeErrors.BadBytes(Name, data, "it needs exactly 4 bytes.");
        }

        return BinaryPrimitives.ReadInt32BigEndian(data);
    }

    // The sign bit turned: negative numbers sort before positive ones.
    public void SerializeSorted(int value, IBufferWriter<byte> writer) => Serialize(value ^ int.MinValue, writer);

    public int DeserializeSorted(ReadOnlySpan<byte> data) => Deserialize(data) ^ int.MinValue;
}
