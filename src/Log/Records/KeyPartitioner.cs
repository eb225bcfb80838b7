using System.Buffers.Binary;

namespace Kappa.Logs;

/// <summary>Says which partition a key belongs to, as Kafka's default partitioner does.</summary>
/// <remarks>murmur2 with Kafka's seed, of the key's bytes, without the sign, modulo the number of partitions.</remarks>
public static class KeyPartitioner
{
    private const uint Seed = 0x9747b28c;
    private const uint Multiplier = 0x5bd1e995;

    /// <summary>Gives the partition of a key.</summary>
    /// <param name="key">The key's bytes.</param>
    /// <param name="partitions">Number of partitions, 1 or more.</param>
    /// <returns>0 to <paramref name="partitions"/> - 1.</returns>
    public static int Partition(ReadOnlySpan<byte> key, int partitions) =>
        (int)((Murmur2(key) & 0x7fffffff) % (uint)partitions);

    private static uint Murmur2(ReadOnlySpan<byte> data)
    {
        uint hash = Seed ^ (uint)data.Length;
        while (data.Length >= 4)
        {
            uint word = BinaryPrimitives.ReadUInt32LittleEndian(data) * Multiplier;
            word = (word ^ (word >> 24)) * Multiplier;
            hash = (hash * Multiplier) ^ word;
            data = data[4..];
        }

        if (data.Length > 0)
        {
            uint tail = data.Length > 2 ? (uint)data[2] << 16 : 0;
            tail |= data.Length > 1 ? (uint)data[1] << 8 : 0;
            hash = (hash ^ (tail | data[0])) * Multiplier;
        }

        hash = (hash ^ (hash >> 13)) * Multiplier;
        return hash ^ (hash >> 15);
    }
}
