using System.Buffers.Binary;
using K4os.Compression.LZ4;
using K4os.Hash.xxHash;

namespace Kappa.Logs;

/// <summary>Decompresses an LZ4 frame, with all that version 1 of the format allows but dictionaries.</summary>
internal static class Lz4Reader
{
    private const int WindowBytes = 64 << 10;
    private const int MostPerByte = 255; // One byte of a block stands for at most so many.
    private const string Cut = "the LZ4 frame is cut short";

    /// <summary>Decompresses a frame that takes up all of the source.</summary>
    /// <returns>What is wrong with it, or null.</returns>
    public static string? Read(ReadOnlySpan<byte> source, ExpansionBuffer target)
    {
        if (Lz4Frame.Read(source, out Lz4Frame frame) is { } flaw)
        {
            return flaw;
        }

        if (frame.ContentBytes > target.Limit)
        {
            return $"the LZ4 frame declares {frame.ContentBytes:N0} bytes, above the limit of {target.Limit:N0}";
        }

        ReadOnlySpan<byte> rest = source[frame.Bytes..];
        while (true)
        {
            if (rest.Length < 4)
            {
                return Cut;
            }

            uint word = BinaryPrimitives.ReadUInt32LittleEndian(rest);
            rest = rest[4..];
            if (word == 0)
            {
                return End(frame, rest, target);
            }

            if (ReadBlock(frame, word, ref rest, target) is { } wrong)
            {
                return wrong;
            }
        }
    }

    private static string? ReadBlock(in Lz4Frame frame, uint word, ref ReadOnlySpan<byte> rest, ExpansionBuffer target)
    {
        uint length = word & ~Lz4Frame.Raw;
        uint trailer = frame.HasBlockChecksums ? 4u : 0;
        if (length > frame.BlockBytes)
        {
            return $"a block of the LZ4 frame has {length:N0} bytes, its header allows {frame.BlockBytes:N0}";
        }

        if (length + trailer > rest.Length)
        {
            return Cut;
        }

        ReadOnlySpan<byte> block = rest[..(int)length];
        if (frame.HasBlockChecksums &&
            BinaryPrimitives.ReadUInt32LittleEndian(rest[(int)length..]) != XXH32.DigestOf(block))
        {
            return "a block of the LZ4 frame does not match its checksum";
        }

        rest = rest[(int)(length + trailer)..];
        return (word & Lz4Frame.Raw) != 0
            ? Copy(block, target)
            : Decode(block, frame, target);
    }

    private static string? Copy(ReadOnlySpan<byte> block, ExpansionBuffer target)
    {
        while (!block.TryCopyTo(target.Free))
        {
            if (!target.TryGrow())
            {
                return BatchDecompressor.TooLarge(target.Limit);
            }
        }

        target.Length += block.Length;
        return null;
    }

    private static string? Decode(ReadOnlySpan<byte> block, in Lz4Frame frame, ExpansionBuffer target)
    {
        // The decoder does not tell a lack of room from damage. So it gets more, up to what these bytes can become.
        long most = Math.Min(frame.BlockBytes, (long)MostPerByte * block.Length);
        while (true)
        {
            Span<byte> room = target.Free;
            room = room[..(int)Math.Min(room.Length, most)];
            int written = frame.IsLinked && target.Length > 0
                ? LZ4Codec.Decode(block, room, Window(target))
                : LZ4Codec.Decode(block, room);
            if (written >= 0)
            {
                target.Length += written;
                return null;
            }

            if (room.Length == most)
            {
                return "a block of the LZ4 frame is malformed";
            }

            if (!target.TryGrow())
            {
                return $"{BatchDecompressor.TooLarge(target.Limit)}, or a block of the LZ4 frame is malformed";
            }
        }
    }

    private static ReadOnlySpan<byte> Window(ExpansionBuffer target)
    {
        int start = Math.Max(0, target.Length - WindowBytes);
        return target.Bytes.AsSpan(start, target.Length - start);
    }

    private static string? End(in Lz4Frame frame, ReadOnlySpan<byte> rest, ExpansionBuffer target)
    {
        ReadOnlySpan<byte> content = target.Bytes.AsSpan(0, target.Length);
        int trailer = frame.HasContentChecksum ? 4 : 0;
        if (rest.Length != trailer)
        {
            return rest.Length < trailer ? Cut : $"{rest.Length - trailer:N0} bytes follow the LZ4 frame";
        }

        if (frame.HasContentChecksum && BinaryPrimitives.ReadUInt32LittleEndian(rest) != XXH32.DigestOf(content))
        {
            return "the content of the LZ4 frame does not match its checksum";
        }

        return frame.ContentBytes >= 0 && frame.ContentBytes != content.Length
            ? $"the LZ4 frame declares {frame.ContentBytes:N0} bytes and has {content.Length:N0}"
            : null;
    }
}
