using System.Buffers;
using System.Buffers.Binary;

namespace Kappa.Bench;

internal sealed class PingSerde : ISerde<Ping>
{
    public string Name => "bench-ping";

    public void Serialize(Ping value, IBufferWriter<byte> writer)
    {
        Span<byte> span = writer.GetSpan(8);
        BinaryPrimitives.WriteInt32BigEndian(span, value.Group);
        BinaryPrimitives.WriteInt32BigEndian(span[4..], value.Number);
        writer.Advance(8);
    }

    public Ping Deserialize(ReadOnlySpan<byte> data) =>
        new(BinaryPrimitives.ReadInt32BigEndian(data), BinaryPrimitives.ReadInt32BigEndian(data[4..]));
}
