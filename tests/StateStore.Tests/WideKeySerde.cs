using System.Buffers;
using System.Buffers.Binary;

namespace Kappa.StateStores.Tests;

/// <summary>Two longs, one after the other.</summary>
internal sealed class WideKeySerde : ISerde<WideKey>
{
    public string Name => "wide";

    public bool EqualsComparesBytes => true;

    public void Serialize(WideKey value, IBufferWriter<byte> writer)
    {
        Span<byte> to = writer.GetSpan(16);
        BinaryPrimitives.WriteInt64BigEndian(to, value.High);
        BinaryPrimitives.WriteInt64BigEndian(to[8..], value.Low);
        writer.Advance(16);
    }

    public WideKey Deserialize(ReadOnlySpan<byte> data) =>
        new(BinaryPrimitives.ReadInt64BigEndian(data), BinaryPrimitives.ReadInt64BigEndian(data[8..]));
}
