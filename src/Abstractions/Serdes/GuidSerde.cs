using System.Buffers;

namespace Kappa;

internal sealed class GuidSerde : ISerde<Guid>
{
    private const int Bytes = 16;

    public string Name => "guid";

    public int SortedBytes => Bytes;

    public bool EqualsComparesBytes => true;

    // The highest byte first: the bytes sort as Guid.CompareTo does.
    public void Serialize(Guid value, IBufferWriter<byte> writer)
    {
        value.TryWriteBytes(writer.GetSpan(Bytes), bigEndian: true, out int written);
        writer.Advance(written);
    }

    public Guid Deserialize(ReadOnlySpan<byte> data)
    {
        if (data.Length != Bytes)
        {
            throw SerdeErrors.BadBytes(Name, data, "it needs exactly 16 bytes.");
        }

        return new Guid(data, bigEndian: true);
    }
}
