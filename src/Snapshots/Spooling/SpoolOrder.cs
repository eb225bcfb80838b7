namespace Kappa.Snapshots;

/// <summary>Orders rows by key, as RocksDB does, and those of one key by their place in the dump.</summary>
internal readonly struct SpoolOrder(byte[] bytes) : IComparer<SpoolRow>
{
    public int Compare(SpoolRow x, SpoolRow y)
    {
        if (x.Prefix != y.Prefix)
        {
            return x.Prefix < y.Prefix ? -1 : 1;
        }

        int order = bytes.AsSpan(x.Start, x.KeyLength).SequenceCompareTo(bytes.AsSpan(y.Start, y.KeyLength));
        return order != 0 ? order : x.Place.CompareTo(y.Place);
    }

    /// <summary>The first eight bytes of a key as a number in the order of the bytes; zeros where it ends.</summary>
    public static ulong PrefixOf(ReadOnlySpan<byte> key)
    {
        if (key.Length >= sizeof(ulong))
        {
            return System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(key);
        }

        ulong prefix = 0;
        for (int i = 0; i < sizeof(ulong); i++)
        {
            prefix = (prefix << 8) | (i < key.Length ? key[i] : 0u);
        }

        return prefix;
    }
}
