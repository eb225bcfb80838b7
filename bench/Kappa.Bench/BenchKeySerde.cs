using System.Buffers;
using System.Buffers.Binary;

namespace Kappa.Bench;

internal sealed class BenchKeySerde : ISerde<BenchKey>
{
    public string Name => "bench-key";

    public bool EqualsComparesBytes => true;

    public void Serialize(BenchKey value, IBufferWriter<byte> writer)
    {
        Span<byte> span = writer.GetSpan(16);
        BinaryPrimitives.WriteUInt64BigEndian(span, value.High);
        BinaryPrimitives.WriteUInt64BigEndian(span[8..], value.Low);
        writer.Advance(16);
    }

    public BenchKey Deserialize(ReadOnlySpan<byte> data) =>
        new(BinaryPrimitives.ReadUInt64BigEndian(data), BinaryPrimitives.ReadUInt64BigEndian(data[8..]));
}
