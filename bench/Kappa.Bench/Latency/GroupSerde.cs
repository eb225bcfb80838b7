using System.Buffers;
using System.Buffers.Binary;

namespace Kappa.Bench;

internal sealed class GroupSerde : ISerde<int>
{
    public string Name => "bench-group";

    public bool EqualsComparesBytes => true;

    public void Serialize(int value, IBufferWriter<byte> writer)
    {
        BinaryPrimitives.WriteInt32BigEndian(writer.GetSpan(4), value);
        writer.Advance(4);
    }

    public int Deserialize(ReadOnlySpan<byte> data) => BinaryPrimitives.ReadInt32BigEndian(data);
}
