using System.Buffers.Binary;
using System.IO.Compression;

namespace Kappa.Logs;

/// <summary>Decompresses gzip, which brokers may have; Kappa does not write it.</summary>
/// <remarks>
/// .NET takes a stream that is cut short for one that ends. So its last bytes, checksum and length of the content, are
/// checked here. A stream of several members, which Kafka does not write, is refused by it.
/// </remarks>
internal static class GzipReader
{
    private const int TrailerBytes = 8;
    private const int LeastBytes = 10 + TrailerBytes;

    private static readonly uint[] Table = BuildTable();

    /// <summary>Decompresses what takes up all of the source.</summary>
    /// <returns>What is wrong with it, or null.</returns>
    public static string? Read(byte[] source, int start, int length, ExpansionBuffer target)
    {
        if (length < LeastBytes)
        {
            return "the gzip stream is cut short";
        }

        if (Inflate(source, start, length, target) is { } flaw)
        {
            return flaw;
        }

        ReadOnlySpan<byte> trailer = source.AsSpan(start + length - TrailerBytes, TrailerBytes);
        ReadOnlySpan<byte> content = target.Bytes.AsSpan(0, target.Length);
        bool isWhole = BinaryPrimitives.ReadUInt32LittleEndian(trailer) == Checksum(content) &&
            BinaryPrimitives.ReadUInt32LittleEndian(trailer[4..]) == (uint)content.Length;
        return isWhole ? null : "the gzip stream is cut short, or its content does not match its checksum";
    }

    private static string? Inflate(byte[] source, int start, int length, ExpansionBuffer target)
    {
        using MemoryStream compressed = new(source, start, length, writable: false);
        using GZipStream stream = new(compressed, CompressionMode.Decompress);
        try
        {
            while (true)
            {
                if (target.Free.Length == 0 && !target.TryGrow())
                {
                    return stream.ReadByte() < 0 ? null : BatchDecompressor.TooLarge(target.Limit);
                }

                int read = stream.Read(target.Free);
                if (read == 0)
                {
                    return null;
                }

                target.Length += read;
            }
        }
        catch (InvalidDataException error)
        {
            return $"the gzip stream is malformed ({error.Message})";
        }
    }

    private static uint Checksum(ReadOnlySpan<byte> content)
    {
        uint crc = ~0u;
        foreach (byte next in content)
        {
            crc = (crc >> 8) ^ Table[(byte)crc ^ next];
        }

        return ~crc;
    }

    private static uint[] BuildTable()
    {
        const uint Polynomial = 0xedb88320; // CRC-32 of gzip, reflected.
        uint[] table = new uint[256];
        for (uint i = 0; i < table.Length; i++)
        {
            uint crc = i;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * Polynomial);
            }

            table[i] = crc;
        }

        return table;
    }
}
