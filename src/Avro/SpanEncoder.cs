using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Kappa;

/// <summary>Avro's binary encoding into a buffer, where the library's own writes into a stream.</summary>
/// <remarks>
/// Each thread keeps one; it is taken out while it works, so that a value may be written within another.
/// </remarks>
internal sealed class SpanEncoder : Avro.IO.Encoder
{
    private const int MaxVarint = 10;
    private const ulong Continues = 0x80;

    [ThreadStatic]
    private static SpanEncoder? _idle;

    private IBufferWriter<byte> _writer = null!;

    public static SpanEncoder Take(IBufferWriter<byte> writer)
    {
        SpanEncoder encoder = _idle ?? new SpanEncoder();
        _idle = null;
        encoder._writer = writer;
        return encoder;
    }

    public static void Return(SpanEncoder encoder)
    {
        encoder._writer = null!;
        _idle = encoder;
    }

    public void WriteNull()
    {
        // It has no bytes.
    }

    public void WriteBoolean(bool value)
    {
        _writer.GetSpan(1)[0] = value ? (byte)1 : (byte)0;
        _writer.Advance(1);
    }

    public void WriteInt(int value) => WriteLong(value);

    public void WriteLong(long value)
    {
        ulong left = (ulong)((value << 1) ^ (value >> 63)); // Zigzag: small negative numbers stay short.
        Span<byte> bytes = _writer.GetSpan(MaxVarint);
        int length = 0;
        for (; left >= Continues; left >>= 7)
        {
            bytes[length++] = (byte)(left | Continues);
        }

        bytes[length++] = (byte)left;
        _writer.Advance(length);
    }

    public void WriteFloat(float value)
    {
        BinaryPrimitives.WriteSingleLittleEndian(_writer.GetSpan(sizeof(float)), value);
        _writer.Advance(sizeof(float));
    }

    public void WriteDouble(double value)
    {
        BinaryPrimitives.WriteDoubleLittleEndian(_writer.GetSpan(sizeof(double)), value);
        _writer.Advance(sizeof(double));
    }

    public void WriteBytes(byte[] value) => WriteBytes(value, 0, value.Length);

    public void WriteBytes(byte[] value, int offset, int length)
    {
        WriteLong(length);
        WriteFixed(value, offset, length);
    }

    public void WriteString(string value)
    {
        int length = Encoding.UTF8.GetByteCount(value);
        WriteLong(length);
        _writer.Advance(Encoding.UTF8.GetBytes(value, _writer.GetSpan(length)));
    }

    public void WriteEnum(int value) => WriteLong(value);

    public void WriteUnionIndex(int value) => WriteLong(value);

    public void SetItemCount(long value)
    {
        if (value > 0)
        {
            WriteLong(value);
        }
    }

    public void StartItem()
    {
        // Items follow each other.
    }

    public void WriteArrayStart()
    {
        // The count of a block begins it.
    }

    public void WriteArrayEnd() => WriteLong(0);

    public void WriteMapStart()
    {
        // The count of a block begins it.
    }

    public void WriteMapEnd() => WriteLong(0);

    public void WriteFixed(byte[] data) => WriteFixed(data, 0, data.Length);

    public void WriteFixed(byte[] data, int start, int len) => _writer.Write(data.AsSpan(start, len));

    public void Flush()
    {
        // Nothing is held back.
    }
}
