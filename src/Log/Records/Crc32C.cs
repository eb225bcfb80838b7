using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Kappa.Logs;

/// <summary>CRC-32C (Castagnoli), the checksum of Kafka's record batches and of our own records.</summary>
/// <remarks>
/// The processor's instruction takes three cycles and starts one a cycle, so three streams run side by side; their
/// results are joined by tables that advance a checksum over a block of zero bytes (Mark Adler's method).
/// </remarks>
internal static class Crc32C
{
    private const int LongBlock = 4096;
    private const int ShortBlock = 256;
    private const uint Polynomial = 0x82f63b78; // Reflected.

    private static readonly uint[] LongZeros = ZeroTables(LongBlock);
    private static readonly uint[] ShortZeros = ZeroTables(ShortBlock);

    public static uint Compute(ReadOnlySpan<byte> data)
    {
        uint crc = ~0u;
        ref byte start = ref MemoryMarshal.GetReference(data);
        nint length = data.Length;
        if (length >= 3 * ShortBlock)
        {
            crc = Streams(crc, ref start, ref length, LongBlock, LongZeros, out nint done);
            start = ref Unsafe.Add(ref start, done);
            crc = Streams(crc, ref start, ref length, ShortBlock, ShortZeros, out done);
            start = ref Unsafe.Add(ref start, done);
        }

        nint at = 0;
        for (; at <= length - 8; at += 8)
        {
            crc = BitOperations.Crc32C(crc, Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, at)));
        }

        for (; at < length; at++)
        {
            crc = BitOperations.Crc32C(crc, Unsafe.Add(ref start, at));
        }

        return ~crc;
    }

    private static uint Streams(uint crc, ref byte start, ref nint length, int block, uint[] zeros, out nint done)
    {
        done = 0;
        while (length >= 3 * block)
        {
            uint second = 0;
            uint third = 0;
            ref byte from = ref Unsafe.Add(ref start, done);
            for (nint at = 0; at < block; at += 8)
            {
                ref byte word = ref Unsafe.Add(ref from, at);
                crc = BitOperations.Crc32C(crc, Unsafe.ReadUnaligned<ulong>(ref word));
                second = BitOperations.Crc32C(
                    second, Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref word, (nint)block)));
                third = BitOperations.Crc32C(
                    third, Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref word, (nint)block * 2)));
            }

            crc = Advance(zeros, crc) ^ second;
            crc = Advance(zeros, crc) ^ third;
            done += 3 * block;
            length -= 3 * block;
        }

        return crc;
    }

    private static uint Advance(uint[] zeros, uint crc) =>
        zeros[crc & 0xff] ^ zeros[256 + ((crc >> 8) & 0xff)] ^
        zeros[512 + ((crc >> 16) & 0xff)] ^ zeros[768 + (crc >> 24)];

    private static uint[] ZeroTables(int bytes)
    {
        // A checksum over zero bytes is linear: the image of each bit gives the image of every value.
        uint[] images = new uint[32];
        for (int bit = 0; bit < 32; bit++)
        {
            uint crc = 1u << bit;
            for (int i = 0; i < bytes * 8; i++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * Polynomial);
            }

            images[bit] = crc;
        }

        uint[] tables = new uint[4 * 256];
        for (int i = 0; i < tables.Length; i++)
        {
            for (int bit = 0; bit < 8; bit++)
            {
                tables[i] ^= ((i >> bit) & 1) == 1 ? images[(8 * (i >> 8)) + bit] : 0;
            }
        }

        return tables;
    }
}
