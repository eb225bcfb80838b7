using System.Buffers.Binary;
using System.Text;
using Avro;

namespace Kappa;

/// <summary>Avro's binary encoding out of bytes that stay where they are; the library's own reads a stream.</summary>
/// <remarks>
/// Each thread keeps one; it is taken out while it works. What is cut short, or says a length beyond the end, is an
/// AvroException with the position: nothing is allocated for a length that cannot be.
/// </remarks>
internal sealed unsafe class SpanDecoder : Avro.IO.Decoder
{
    private const int VarintBits = 64;
    private const int GroupBits = 7;
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    [ThreadStatic]
    private static SpanDecoder? _idle;

    private byte* _bytes;
    private int _length;
    private int _position;

    /// <summary>Bytes that were not read.</summary>
    public int Left => _length - _position;

    public static SpanDecoder Take()
    {
        SpanDecoder decoder = _idle ?? new SpanDecoder();
        _idle = null;
        return decoder;
    }

    public static void Return(SpanDecoder decoder)
    {
        decoder._bytes = null;
        _idle = decoder;
    }

    /// <param name="bytes">Pinned until the value is read.</param>
    /// <param name="length">How many.</param>
    public void Begin(byte* bytes, int length)
    {
        _bytes = bytes;
        (_length, _position) = (length, 0);
    }

    public void ReadNull()
    {
        // It has no bytes.
    }

    public bool ReadBoolean()
    {
        byte value = Next(1)[0];
        return value <= 1
            ? value == 1 : throw new AvroException($"a boolean that ends at byte {_position} is {value}");
    }

    public int ReadInt()
    {
        long value = ReadLong();
        return value is >= int.MinValue and <= int.MaxValue
            ? (int)value : throw new AvroException($"a number that ends at byte {_position} needs more than 32 bits");
    }

    public long ReadLong()
    {
        ulong value = 0;
        for (int shift = 0; shift < VarintBits; shift += GroupBits)
        {
            byte next = Next(1)[0];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                return (long)(value >> 1) ^ -(long)(value & 1);
            }
        }

        throw new AvroException($"a number that ends at byte {_position} needs more than 64 bits");
    }

    public float ReadFloat() => BinaryPrimitives.ReadSingleLittleEndian(Next(sizeof(float)));

    public double ReadDouble() => BinaryPrimitives.ReadDoubleLittleEndian(Next(sizeof(double)));

    public byte[] ReadBytes() => Next(ReadLong()).ToArray();

    public string ReadString()
    {
        ReadOnlySpan<byte> text = Next(ReadLong());
        try
        {
            return Utf8.GetString(text);
        }
        catch (DecoderFallbackException cause)
        {
            throw new AvroException($"the text that ends at byte {_position} is not valid UTF-8", cause);
        }
    }

    public int ReadEnum() => ReadInt();

    public int ReadUnionIndex() => ReadInt();

    public long ReadArrayStart() => ReadCount();

    public long ReadArrayNext() => ReadCount();

    public long ReadMapStart() => ReadCount();

    public long ReadMapNext() => ReadCount();

    public void ReadFixed(byte[] buffer) => Next(buffer.Length).CopyTo(buffer);

    public void ReadFixed(byte[] buffer, int start, int length) => Next(length).CopyTo(buffer.AsSpan(start, length));

    public void SkipNull()
    {
        // It has no bytes.
    }

    public void SkipBoolean() => ReadBoolean();

    public void SkipInt() => ReadInt();

    public void SkipLong() => ReadLong();

    public void SkipFloat() => Next(sizeof(float));

    public void SkipDouble() => Next(sizeof(double));

    public void SkipBytes() => Next(ReadLong());

    public void SkipString() => Next(ReadLong());

    public void SkipEnum() => ReadInt();

    public void SkipUnionIndex() => ReadInt();

    public void SkipFixed(int len) => Next(len);

    /// <summary>Items of a block; where the count is negative, the bytes of the block follow it.</summary>
    private long ReadCount()
    {
        long count = ReadLong();
        if (count < 0)
        {
            count = -count;
            ReadLong();
        }

        // Also of items without bytes, such as null: memory would go to what a few bytes claim.
        return (ulong)count <= (ulong)_length
            ? count : throw new AvroException($"{count} items before byte {_position} are more than there are bytes");
    }

    private ReadOnlySpan<byte> Next(long length)
    {
        if ((ulong)length > (ulong)Left)
        {
            throw new AvroException($"{length} bytes should follow at byte {_position}, and {Left} do");
        }

        var bytes = new ReadOnlySpan<byte>(_bytes + _position, (int)length);
        _position += (int)length;
        return bytes;
    }
}
