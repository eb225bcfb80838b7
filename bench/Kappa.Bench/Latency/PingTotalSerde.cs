using System.Buffers;
using System.Buffers.Binary;

namespace Kappa.Bench;

internal sealed class PingTotalSerde : ISerde<PingTotal>
{
    public string Name => "bench-ping-total";

    public void Serialize(PingTotal value, IBufferWriter<byte> writer)
    {
        Span<byte> span = writer.GetSpan(12);
        BinaryPrimitives.WriteInt32BigEndian(span, value.Count);
        BinaryPrimitives.WriteInt64BigEndian(span[4..], value.Sum);
        writer.Advance(12);
    }

    public PingTotal Deserialize(ReadOnlySpan<byte> data) =>
        new(BinaryPrimitives.ReadInt32BigEndian(data), BinaryPrimitives.ReadInt64BigEndian(data[4..]));
}
