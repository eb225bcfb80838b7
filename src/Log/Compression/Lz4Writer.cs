using System.Buffers.Binary;
using K4os.Compression.LZ4;

namespace Kappa.Logs;

/// <summary>Compresses into an LZ4 frame as Kafka writes it in batches of magic 2.</summary>
internal static class Lz4Writer
{
    /// <summary>Compresses bytes.</summary>
    /// <returns>Bytes of the frame; 0 where the target has no room for it.</returns>
    public static int Write(ReadOnlySpan<byte> source, Span<byte> target)
    {
        if (target.Length < Lz4Frame.HeaderBytes + 4)
        {
            return 0;
        }

        int blockBytes = Lz4Frame.WriteHeader(target, source.Length);
        int length = Lz4Frame.HeaderBytes;
        while (source.Length > 0)
        {
            ReadOnlySpan<byte> block = source[..Math.Min(blockBytes, source.Length)];
            int written = WriteBlock(block, target[length..^4]);
            if (written == 0)
            {
                return 0;
            }

            length += written;
            source = source[block.Length..];
        }

        BinaryPrimitives.WriteUInt32LittleEndian(target[length..], 0);
        return length + 4;
    }

    private static int WriteBlock(ReadOnlySpan<byte> block, Span<byte> target)
    {
        if (target.Length <= 4)
        {
            return 0;
        }

        Span<byte> bytes = target[4..];
        int written = LZ4Codec.Encode(block, bytes[..Math.Min(bytes.Length, block.Length - 1)]);
        if (written > 0)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(target, (uint)written);
            return 4 + written;
        }

        if (!block.TryCopyTo(bytes))
        {
            return 0;
        }

        BinaryPrimitives.WriteUInt32LittleEndian(target, (uint)block.Length | Lz4Frame.Raw);
        return 4 + block.Length;
    }
}
