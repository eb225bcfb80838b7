using System.Buffers;

namespace Kappa.Tests;

/// <summary>Values as bytes and back, and what a serde refuses.</summary>
internal static class Coded
{
    public static byte[] Bytes<T>(this ISerde<T> serde, T value)
    {
        var writer = new ArrayBufferWriter<byte>();
        serde.Serialize(value, writer);
        return writer.WrittenSpan.ToArray();
    }

    public static byte[] SortedBytes<T>(this ISerde<T> serde, T value)
    {
        var writer = new ArrayBufferWriter<byte>();
        serde.SerializeSorted(value, writer);
        return writer.WrittenSpan.ToArray();
    }

    public static string Hex<T>(this ISerde<T> serde, T value) => Convert.ToHexStringLower(serde.Bytes(value));

    public static KappaException Error<T>(this ISerde<T> serde, byte[] data) =>
        Assert.Throws<KappaException>(() => { serde.Deserialize(data); });
}
