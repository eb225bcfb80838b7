using System.Buffers;

namespace Kappa.Interpreter;

/// <summary>Bytes as text: two keys are one where their bytes are, and upper-case hex sorts as bytes do.</summary>
internal static class Coding
{
    public static byte[] Bytes<T>(ISerde<T> serde, T value)
    {
        var writer = new ArrayBufferWriter<byte>();
        serde.Serialize(value, writer);
        return writer.WrittenSpan.ToArray();
    }

    public static string Hex<T>(ISerde<T> serde, T value) => Convert.ToHexString(Bytes(serde, value));

    public static string SortedHex<T>(ISerde<T> serde, T value)
    {
        var writer = new ArrayBufferWriter<byte>();
        serde.SerializeSorted(value, writer);
        return Convert.ToHexString(writer.WrittenSpan);
    }
}
