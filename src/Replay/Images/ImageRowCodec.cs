using System.Buffers;
using System.Buffers.Binary;

namespace Kappa.Replay;

/// <summary>Codes the value of an image's row: length of its headers (int32, little-endian), headers, value.</summary>
internal static class ImageRowCodec
{
    private const int LengthBytes = sizeof(int);

    public static ReadOnlySpan<byte> Encode(
        ArrayBufferWriter<byte> scratch, ReadOnlySpan<byte> headers, ReadOnlySpan<byte> value)
    {
        scratch.ResetWrittenCount();
        BinaryPrimitives.WriteInt32LittleEndian(scratch.GetSpan(LengthBytes), headers.Length);
        scratch.Advance(LengthBytes);
        scratch.Write(headers);
        scratch.Write(value);
        return scratch.WrittenSpan;
    }

    /// <summary>The value alone.</summary>
    public static ReadOnlySpan<byte> ValueOf(ReadOnlySpan<byte> coded) =>
        coded[(LengthBytes + BinaryPrimitives.ReadInt32LittleEndian(coded))..];

    public static ImageRow Decode(ReadOnlySpan<byte> key, ReadOnlySpan<byte> coded, long timestampMs)
    {
        int headers = BinaryPrimitives.ReadInt32LittleEndian(coded);
        return new ImageRow(
            key.ToArray(), coded[(LengthBytes + headers)..].ToArray(), coded.Slice(LengthBytes, headers).ToArray(),
            timestampMs);
    }
}
