using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kappa.Logs;

/// <summary>Kafka's numbers of variable length: seven bits a byte, low ones first; signed ones in zigzag.</summary>
internal static class Varint
{
    /// <summary>Most bytes that one number takes: what a buffer must hold beyond the end of its records.</summary>
    public const int MaxBytes = 10;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong ZigZag(long value) => (ulong)((value << 1) ^ (value >> 63));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int SizeUnsigned(ulong value) => ((BitOperations.Log2(value | 1) * 9) + 73) >> 6;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Size(long value) => SizeUnsigned(ZigZag(value));

    /// <summary>Writes an unsigned number; the caller has made room.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int WriteUnsigned(ref byte at, ulong value)
    {
        int length = 0;
        while (value >= 0x80)
        {
            Unsafe.Add(ref at, length++) = (byte)(value | 0x80);
            value >>= 7;
        }

        Unsafe.Add(ref at, length) = (byte)value;
        return length + 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Write(ref byte at, long value) => WriteUnsigned(ref at, ZigZag(value));

    /// <summary>Reads a signed number and moves on; at most ten bytes are looked at.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Read(ref byte origin, ref int position)
    {
        uint first = Unsafe.Add(ref origin, position);
        if (first < 0x80)
        {
            position++;
            return (long)(first >> 1) ^ -(long)(first & 1);
        }

        ulong raw = ReadLong(ref origin, ref position);
        return (long)(raw >> 1) ^ -(long)(raw & 1);
    }

    private static ulong ReadLong(ref byte origin, ref int position)
    {
        ulong value = 0;
        for (int shift = 0; shift < 70; shift += 7)
        {
            byte next = Unsafe.Add(ref origin, position++);
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                break;
            }
        }

        return value;
    }
}
