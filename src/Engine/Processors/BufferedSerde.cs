using System.Buffers;
using System.Buffers.Binary;

namespace Kappa.Engine;

/// <summary>
/// Codes what is held back: a byte that says which parts there are; headers and the value before, each behind its
/// length, 4 bytes big-endian; then the value.
/// </summary>
internal sealed class BufferedSerde<TValue>(ISerde<TValue> value) : ISerde<Buffered<TValue>>
{
    private const byte HasNow = 1;
    private const byte HasPrior = 2;
    private const byte HasHeaders = 4;

    public string Name => $"held({value.Name})";

    public void Serialize(Buffered<TValue> held, IBufferWriter<byte> writer)
    {
        writer.Write([(byte)((held.HasNow ? HasNow : 0) | (held.HasPrior ? HasPrior : 0)
            | (held.Headers is null ? 0 : HasHeaders))]);
        if (held.Headers is not null)
        {
            WritePart(held.Headers, writer);
        }

        if (held.HasPrior)
        {
            var prior = new ArrayBufferWriter<byte>();
            value.Serialize(held.Prior!, prior);
            WritePart(prior.WrittenSpan, writer);
        }

        if (held.HasNow)
        {
            value.Serialize(held.Now!, writer);
        }
    }

    public Buffered<TValue> Deserialize(ReadOnlySpan<byte> data)
    {
        byte parts = data[0];
        ReadOnlySpan<byte> rest = data[1..];
        byte[]? headers = (parts & HasHeaders) != 0 ? ReadPart(ref rest).ToArray() : null;
        bool hasPrior = (parts & HasPrior) != 0;
        TValue? prior = hasPrior ? value.Deserialize(ReadPart(ref rest)) : default;
        bool hasNow = (parts & HasNow) != 0;
        return new Buffered<TValue>(hasNow ? value.Deserialize(rest) : default, hasNow, prior, hasPrior, headers);
    }

    private static void WritePart(ReadOnlySpan<byte> part, IBufferWriter<byte> writer)
    {
        BinaryPrimitives.WriteInt32BigEndian(writer.GetSpan(sizeof(int)), part.Length);
        writer.Advance(sizeof(int));
        writer.Write(part);
    }

    private static ReadOnlySpan<byte> ReadPart(ref ReadOnlySpan<byte> rest)
    {
        int length = BinaryPrimitives.ReadInt32BigEndian(rest);
        ReadOnlySpan<byte> part = rest.Slice(sizeof(int), length);
        rest = rest[(sizeof(int) + length)..];
        return part;
    }
}
