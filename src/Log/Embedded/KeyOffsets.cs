using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;

namespace Kappa.Logs;

/// <summary>The last offset of each key, in bounded memory: keys are known by 16 bytes of their SHA-256.</summary>
/// <remarks>
/// Two keys of one hash would lose a value. Nobody has found two of a 128-bit part of SHA-256, and nobody who writes
/// keys can make them, unlike those of a hash that is only fast.
/// </remarks>
internal sealed class KeyOffsets(long maxBytes)
{
    public const int EntryBytes = 24;

    private const int FirstSlots = 64;
    private const long Free = -1;

    private readonly long _maxSlots = Math.Max(FirstSlots, (long)BitOperations.RoundUpToPowerOf2(
        (ulong)Math.Min(maxBytes / EntryBytes, 1L << 29) / 2 + 1));

    private (ulong High, ulong Low, long Offset)[] _slots = NewSlots(FirstSlots);
    private int _count;

    /// <summary>Notes a key's offset; the highest one stays.</summary>
    /// <returns>False where there is no room for another key.</returns>
    public bool TryPut(ReadOnlySpan<byte> key, long offset)
    {
        (ulong high, ulong low) = Hash(key);
        ref (ulong, ulong, long Offset) slot = ref Find(_slots, high, low);
        if (slot.Offset == Free)
        {
            if ((_count + 1) * 4L > _slots.Length * 3L)
            {
                if (_slots.Length >= _maxSlots)
                {
                    return false;
                }

                Grow();
                slot = ref Find(_slots, high, low);
            }

            _count++;
        }

        slot = (high, low, Math.Max(offset, slot.Offset));
        return true;
    }

    /// <summary>Gives the last offset that was noted for a key; -1 where none was.</summary>
    public long Find(ReadOnlySpan<byte> key)
    {
        (ulong high, ulong low) = Hash(key);
        return Find(_slots, high, low).Offset;
    }

    public void Clear()
    {
        Array.Fill<(ulong, ulong, long)>(_slots, (0, 0, Free));
        _count = 0;
    }

    private static (ulong High, ulong Low) Hash(ReadOnlySpan<byte> key)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(key, hash);
        return (BinaryPrimitives.ReadUInt64LittleEndian(hash), BinaryPrimitives.ReadUInt64LittleEndian(hash[8..]));
    }

    private static ref (ulong High, ulong Low, long Offset) Find(
        (ulong High, ulong Low, long Offset)[] slots, ulong high, ulong low)
    {
        int mask = slots.Length - 1;
        int at = (int)low & mask;
        while (slots[at].Offset != Free && (slots[at].High != high || slots[at].Low != low))
        {
            at = (at + 1) & mask;
        }

        return ref slots[at];
    }

    private static (ulong High, ulong Low, long Offset)[] NewSlots(int count)
    {
        var slots = new (ulong High, ulong Low, long Offset)[count];
        Array.Fill<(ulong, ulong, long)>(slots, (0, 0, Free));
        return slots;
    }

    private void Grow()
    {
        (ulong High, ulong Low, long Offset)[] larger = NewSlots(_slots.Length * 2);
        foreach ((ulong High, ulong Low, long Offset) slot in _slots)
        {
            if (slot.Offset != Free)
            {
                Find(larger, slot.High, slot.Low) = slot;
            }
        }

        _slots = larger;
    }
}
