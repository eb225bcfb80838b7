using System.Buffers.Binary;
using K4os.Hash.xxHash;

namespace Kappa.Logs;

/// <summary>The header of an LZ4 frame, version 1: what the blocks behind it look like.</summary>
/// <remarks>
/// Magic 0x184D2204 little endian, FLG, BD, content size (8, if announced), second byte of the xxHash32 of FLG to
/// there.
/// Then blocks: length (4, little endian; the top bit says that it is not compressed), bytes, xxHash32 of them (if
/// announced); a length of 0 ends them, followed by the xxHash32 of the content (if announced).
/// </remarks>
internal readonly record struct Lz4Frame(bool IsLinked, bool HasBlockChecksums, bool HasContentChecksum, int BlockBytes)
{
    public const uint Magic = 0x184D2204;

    /// <summary>Marks the length of a block that is not compressed.</summary>
    public const uint Raw = 0x80000000;

    /// <summary>Bytes of a header without content size.</summary>
    public const int HeaderBytes = 7;

    private const byte VersionBits = 0x40;
    private const byte Independent = 0x20;
    private const byte BlockChecksums = 0x10;
    private const byte ContentSizes = 0x08;
    private const byte ContentChecksum = 0x04;
    private const byte Reserved = 0x02;
    private const byte Dictionary = 0x01;

    /// <summary>Size of the content, or -1 where the header does not say it.</summary>
    public long ContentBytes { get; private init; }

    /// <summary>Bytes of the header.</summary>
    public int Bytes { get; private init; }

    /// <summary>Reads a header.</summary>
    /// <returns>What is wrong with it, or null.</returns>
    public static string? Read(ReadOnlySpan<byte> bytes, out Lz4Frame frame)
    {
        frame = default;
        if (bytes.Length < HeaderBytes)
        {
            return "the LZ4 frame ends in its header";
        }

        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Magic)
        {
            return "no LZ4 frame begins there";
        }

        byte flags = bytes[4];
        byte sizes = bytes[5];
        bool hasContentBytes = (flags & ContentSizes) != 0;
        int length = HeaderBytes + (hasContentBytes ? 8 : 0);
        if ((flags & (0xc0 | Reserved)) != VersionBits || (sizes & 0x8f) != 0 || sizes < 0x40)
        {
            return $"the LZ4 frame has flags {flags:x2} {sizes:x2}, which version 1 does not have";
        }

        if ((flags & Dictionary) != 0)
        {
            return "the LZ4 frame needs a dictionary, which Kafka does not use";
        }

        if (bytes.Length < length || bytes[length - 1] != Checksum(bytes[4..(length - 1)]))
        {
            return "the header of the LZ4 frame does not match its checksum";
        }

        frame = new Lz4Frame(
            (flags & Independent) == 0, (flags & BlockChecksums) != 0, (flags & ContentChecksum) != 0,
            1 << (8 + (2 * (sizes >> 4))))
        {
            ContentBytes = hasContentBytes ? BinaryPrimitives.ReadInt64LittleEndian(bytes[6..]) & long.MaxValue : -1,
            Bytes = length,
        };
        return null;
    }

    /// <summary>Writes the header that Kafka writes: independent blocks, no sizes, no other checksums.</summary>
    /// <param name="target">Where it goes; 7 bytes.</param>
    /// <param name="contentBytes">Bytes to come, for the size of the blocks.</param>
    /// <returns>The size of the blocks.</returns>
    public static int WriteHeader(Span<byte> target, int contentBytes)
    {
        int code = contentBytes <= 64 << 10 ? 4 : contentBytes <= 256 << 10 ? 5 : contentBytes <= 1 << 20 ? 6 : 7;
        BinaryPrimitives.WriteUInt32LittleEndian(target, Magic);
        target[4] = VersionBits | Independent;
        target[5] = (byte)(code << 4);
        target[6] = Checksum(target[4..6]);
        return 1 << (8 + (2 * code));
    }

    private static byte Checksum(ReadOnlySpan<byte> descriptor) => (byte)(XXH32.DigestOf(descriptor) >> 8);
}
