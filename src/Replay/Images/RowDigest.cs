using System.Numerics;
using System.Runtime.InteropServices;
using Kappa.StateStores;

namespace Kappa.Replay;

/// <summary>Sums up the rows of an image, so that two images can be held against each other later.</summary>
internal static class RowDigest
{
    private const ulong Factor = 0x9E3779B97F4A7C15;

    /// <summary>Digest of all rows, whatever their order; memory does not grow with them.</summary>
    public static long Of(IStateSnapshot snapshot)
    {
        ulong sum = 0;
        using IRowCursor cursor = snapshot.Scan(0, []);
        while (cursor.MoveNext())
        {
            sum += OfRow(cursor.Key, cursor.Value);
        }

        return (long)sum;
    }

    /// <summary>What a row adds to the digest.</summary>
    public static ulong OfRow(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) =>
        Mix(Add(Add(Factor, key), value));

    private static ulong Add(ulong hash, ReadOnlySpan<byte> bytes)
    {
        hash = Step(hash, (ulong)bytes.Length);
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (ulong word in words)
        {
            hash = Step(hash, word);
        }

        foreach (byte last in bytes[(words.Length * sizeof(ulong))..])
        {
            hash = Step(hash, last);
        }

        return hash;
    }

    private static ulong Step(ulong hash, ulong word) => (BitOperations.RotateLeft(hash, 5) ^ word) * Factor;

    private static ulong Mix(ulong hash)
    {
        hash = (hash ^ (hash >> 32)) * Factor;
        return hash ^ (hash >> 29);
    }
}
