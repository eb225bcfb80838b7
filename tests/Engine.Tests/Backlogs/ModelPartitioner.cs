using System.Text;

namespace Kappa.Engine.Tests;

/// <summary>The partition that Kafka's clients put a key into: murmur2, written again for the model.</summary>
internal static class ModelPartitioner
{
    private const uint Multiplier = 0x5bd1e995;

    public static int PartitionOf(string key, int partitions)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(key);
        uint hash = 0x9747b28c ^ (uint)bytes.Length;
        int whole = bytes.Length / 4 * 4;
        for (int i = 0; i < whole; i += 4)
        {
            uint word = bytes[i] | ((uint)bytes[i + 1] << 8) | ((uint)bytes[i + 2] << 16) | ((uint)bytes[i + 3] << 24);
            word *= Multiplier;
            word = (word ^ (word >> 24)) * Multiplier;
            hash = (hash * Multiplier) ^ word;
        }

        for (int i = bytes.Length - 1; i >= whole; i--)
        {
            hash ^= (uint)bytes[i] << (8 * (i - whole));
            hash = i == whole ? hash * Multiplier : hash;
        }

        hash = (hash ^ (hash >> 13)) * Multiplier;
        hash ^= hash >> 15;
        return (int)((hash & 0x7fffffff) % (uint)partitions);
    }
}
