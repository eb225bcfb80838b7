using System.Buffers;

namespace Kappa.Snapshots;

/// <summary>Sorts numbers and what belongs to them, byte by byte from the last one.</summary>
/// <remarks>
/// Rows by the hundred thousand, of keys whose bytes differ in few places: several times as quick as comparing them.
/// </remarks>
internal static class PrefixSort
{
    private const int FewRows = 512; // Counting pays above it.
    private const int Values = 256; // Of a byte.

    /// <summary>Sorts both by the first.</summary>
    public static void Sort(ulong[] prefixes, int[] order)
    {
        if (prefixes.Length <= FewRows)
        {
            prefixes.AsSpan().Sort(order.AsSpan());
            return;
        }

        ulong[] otherPrefixes = ArrayPool<ulong>.Shared.Rent(prefixes.Length);
        int[] otherOrder = ArrayPool<int>.Shared.Rent(prefixes.Length);
        int[] counts = CountBytes(prefixes);
        (ulong[] from, int[] fromOrder, ulong[] to, int[] toOrder) = (prefixes, order, otherPrefixes, otherOrder);
        for (int place = 0; place < sizeof(ulong); place++)
        {
            Span<int> begins = counts.AsSpan(place * Values, Values);
            if (ToBegins(begins, prefixes.Length))
            {
                Spread(from.AsSpan(0, prefixes.Length), fromOrder, to, toOrder, begins, 8 * place);
                (from, fromOrder, to, toOrder) = (to, toOrder, from, fromOrder);
            }
        }

        if (from != prefixes)
        {
            from.AsSpan(0, prefixes.Length).CopyTo(prefixes);
            fromOrder.AsSpan(0, order.Length).CopyTo(order);
        }

        ArrayPool<ulong>.Shared.Return(otherPrefixes);
        ArrayPool<int>.Shared.Return(otherOrder);
    }

    /// <summary>How often each value comes in each byte, the last byte first.</summary>
    private static int[] CountBytes(ReadOnlySpan<ulong> prefixes)
    {
        int[] counts = new int[sizeof(ulong) * Values];
        foreach (ulong prefix in prefixes)
        {
            ulong rest = prefix;
            for (int start = 0; start < counts.Length; start += Values, rest >>= 8)
            {
                counts[start + (byte)rest]++;
            }
        }

        return counts;
    }

    /// <summary>Makes counts the places where the numbers with each value begin.</summary>
    /// <returns>False where all have the same value: they are in order then.</returns>
    private static bool ToBegins(Span<int> counts, int all)
    {
        int next = 0;
        foreach (ref int count in counts)
        {
            if (count == all)
            {
                return false;
            }

            (count, next) = (next, next + count);
        }

        return true;
    }

    private static void Spread(
        ReadOnlySpan<ulong> from, ReadOnlySpan<int> fromOrder, Span<ulong> to, Span<int> toOrder, Span<int> begins,
        int shift)
    {
        for (int i = 0; i < from.Length; i++)
        {
            int at = begins[(byte)(from[i] >> shift)]++;
            to[at] = from[i];
            toOrder[at] = fromOrder[i];
        }
    }
}
