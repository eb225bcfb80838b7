using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Kappa.Snapshots;

/// <summary>Orders rows by key, as RocksDB does, and those of one key by their place in the dump.</summary>
/// <remarks>
/// Eight bytes of each key are sorted as a number, which takes no look at the keys; only rows that these do not tell
/// apart are compared by their keys. What all keys begin with says nothing, and is passed over.
/// </remarks>
internal static class SpoolSort
{
    /// <summary>Gives the numbers of the rows in their order.</summary>
    /// <param name="bytes">Where keys and values are.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="common">How many bytes all keys have in common at their start.</param>
    public static int[] Order(byte[] bytes, List<SpoolRow> rows, int common)
    {
        ReadOnlySpan<SpoolRow> all = CollectionsMarshal.AsSpan(rows);
        ulong[] prefixes = new ulong[all.Length];
        int[] order = new int[all.Length];
        for (int i = 0; i < all.Length; i++)
        {
            prefixes[i] = PrefixOf(all[i].Key(bytes)[common..]);
            order[i] = i;
        }

        PrefixSort.Sort(prefixes, order);
        var comparer = new ByKey(bytes, rows);
        for (int start = 0, end; start < order.Length; start = end)
        {
            for (end = start + 1; end < order.Length && prefixes[end] == prefixes[start]; end++)
            {
            }

            if (end - start > 1)
            {
                order.AsSpan(start, end - start).Sort(comparer);
            }
        }

        return order;
    }

    /// <summary>The first eight bytes of a key as a number in the order of the bytes; zeros where it ends.</summary>
    public static ulong PrefixOf(ReadOnlySpan<byte> key)
    {
        if (key.Length >= sizeof(ulong))
        {
            return BinaryPrimitives.ReadUInt64BigEndian(key);
        }

        ulong prefix = 0;
        for (int i = 0; i < sizeof(ulong); i++)
        {
            prefix = (prefix << 8) | (i < key.Length ? key[i] : 0u);
        }

        return prefix;
    }

    private sealed class ByKey(byte[] bytes, List<SpoolRow> rows) : IComparer<int>
    {
        public int Compare(int x, int y)
        {
            int order = rows[x].Key(bytes).SequenceCompareTo(rows[y].Key(bytes));
            return order != 0 ? order : rows[x].Place.CompareTo(rows[y].Place);
        }
    }
}
