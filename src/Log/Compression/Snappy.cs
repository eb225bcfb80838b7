using System.Buffers.Binary;

namespace Kappa.Logs;

/// <summary>Decompresses Snappy: one block, or blocks in the frame of Kafka's Java clients (xerial).</summary>
/// <remarks>
/// The frame: 0x82 SNAPPY 0x00, version and lowest version (4 each), then blocks, each with its length before it; big
/// endian. A block: its size as a varint, then literals and copies of what was before.
/// </remarks>
internal static class Snappy
{
    private const int FrameHeaderBytes = 16;
    private const int MostPerByte = 22; // Three bytes copy at most 64.
    private const string Malformed = "a Snappy block is malformed";

    private static ReadOnlySpan<byte> FrameMagic => [0x82, (byte)'S', (byte)'N', (byte)'A', (byte)'P', (byte)'P',
        (byte)'Y', 0];

    /// <summary>Decompresses what takes up all of the source.</summary>
    /// <returns>What is wrong with it, or null.</returns>
    public static string? Read(ReadOnlySpan<byte> source, ExpansionBuffer target)
    {
        if (!source.StartsWith(FrameMagic))
        {
            return ReadBlock(source, target);
        }

        if (source.Length < FrameHeaderBytes)
        {
            return "the Snappy frame ends in its header";
        }

        source = source[FrameHeaderBytes..];
        while (source.Length > 0)
        {
            int length = source.Length < 4 ? -1 : BinaryPrimitives.ReadInt32BigEndian(source);
            if (length < 0 || length > source.Length - 4)
            {
                return "the Snappy frame is cut short";
            }

            if (ReadBlock(source.Slice(4, length), target) is { } flaw)
            {
                return flaw;
            }

            source = source[(4 + length)..];
        }

        return null;
    }

    private static string? ReadBlock(ReadOnlySpan<byte> block, ExpansionBuffer target)
    {
        int at = 0;
        uint size = 0;
        for (int shift = 0; ; shift += 7)
        {
            if (at == block.Length || shift > 28)
            {
                return Malformed;
            }

            byte next = block[at++];
            size |= (uint)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                break;
            }
        }

        if (size > (long)MostPerByte * block.Length)
        {
            return $"a Snappy block declares {size:N0} bytes, more than its {block.Length:N0} can become";
        }

        while (target.Free.Length < size)
        {
            if (!target.TryGrow())
            {
                return BatchDecompressor.TooLarge(target.Limit);
            }
        }

        bool isWhole = Decode(block[at..], target.Free[..(int)size]);
        target.Length += (int)size;
        return isWhole ? null : Malformed;
    }

    private static bool Decode(ReadOnlySpan<byte> block, Span<byte> target)
    {
        int written = 0;
        while (block.Length > 0)
        {
            int tag = block[0];
            int extra = (tag & 3) switch { 0 => Math.Max(0, (tag >> 2) - 59), 1 => 1, 2 => 2, _ => 4 };
            if (block.Length <= extra)
            {
                return false;
            }

            uint number = LittleEndian(block.Slice(1, extra));
            block = block[(1 + extra)..];
            bool isLiteral = (tag & 3) == 0;
            long length = (tag & 3) switch
            {
                0 => extra == 0 ? (tag >> 2) + 1 : number + 1L,
                1 => ((tag >> 2) & 7) + 4,
                _ => (tag >> 2) + 1,
            };
            long distance = (tag & 3) == 1 ? number | ((uint)(tag >> 5) << 8) : number;
            if (length > target.Length - written || (isLiteral ? length > block.Length : distance < 1
                || distance > written))
            {
                return false;
            }

            if (isLiteral)
            {
                block[..(int)length].CopyTo(target[written..]);
                block = block[(int)length..];
            }
            else
            {
                Repeat(target, written, (int)distance, (int)length);
            }

            written += (int)length;
        }

        return written == target.Length;
    }

    private static void Repeat(Span<byte> target, int at, int distance, int length)
    {
        if (distance >= length)
        {
            target.Slice(at - distance, length).CopyTo(target[at..]);
            return;
        }

        for (int i = at; i < at + length; i++)
        {
            target[i] = target[i - distance];
        }
    }

    private static uint LittleEndian(ReadOnlySpan<byte> bytes)
    {
        uint number = 0;
        for (int i = 0; i < bytes.Length; i++)
        {
            number |= (uint)bytes[i] << (8 * i);
        }

        return number;
    }
}
