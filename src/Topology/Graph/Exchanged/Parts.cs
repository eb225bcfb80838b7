using System.Buffers;
using System.Buffers.Binary;

namespace Kappa.Graph;

/// <summary>Writes several values one behind the other, each with its length before it.</summary>
internal static class Parts
{
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _spare; // A serde is of no thread; its buffers are.

    public static void Write<T>(IBufferWriter<byte> writer, ISerde<T> serde, T value)
    {
        ArrayBufferWriter<byte> bytes = _spare ?? new ArrayBufferWriter<byte>();
        _spare = null; // A serde in a serde takes another one.
        bytes.ResetWrittenCount();
        serde.Serialize(value, bytes);
        BinaryPrimitives.WriteInt32BigEndian(writer.GetSpan(sizeof(int)), bytes.WrittenCount);
        writer.Advance(sizeof(int));
        writer.Write(bytes.WrittenSpan);
        _spare = bytes;
    }

    public static T Read<T>(ref ReadOnlySpan<byte> data, ISerde<T> serde)
    {
        int length = BinaryPrimitives.ReadInt32BigEndian(data);
        ReadOnlySpan<byte> bytes = data.Slice(sizeof(int), length);
        data = data[(sizeof(int) + length)..];
        return serde.Deserialize(bytes);
    }

    public static void Write(IBufferWriter<byte> writer, byte value)
    {
        writer.GetSpan(1)[0] = value;
        writer.Advance(1);
    }

    public static byte ReadByte(ref ReadOnlySpan<byte> data)
    {
        byte value = data[0];
        data = data[1..];
        return value;
    }
}
