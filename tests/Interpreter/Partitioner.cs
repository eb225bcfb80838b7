namespace Kappa.Interpreter;

/// <summary>Which partition owns a key: murmur2 as Kafka's clients have it, written from its description.</summary>
internal static class Partitioner
{
    private const uint Multiplier = 0x5bd1e995;
    private const uint Seed = 0x9747b28c;

    public static int Of(ReadOnlySpan<byte> key, int partitions)
    {
        uint hash = Seed ^ (uint)key.Length;
        int whole = key.Length / 4 * 4;
        for (int i = 0; i < whole; i += 4)
        {
            uint word = BitConverter.ToUInt32(key[i..(i + 4)]) * Multiplier;
            word = (word ^ (word >> 24)) * Multiplier;
            hash = (hash * Multiplier) ^ word;
        }

        for (int i = key.Length - 1; i >= whole; i--)
        {
            hash ^= (uint)key[i] << (8 * (i - whole));
        }

        hash = whole < key.Length ? hash * Multiplier : hash;
        hash = (hash ^ (hash >> 13)) * Multiplier;
        hash ^= hash >> 15;
        return (int)((hash & 0x7fffffff) % (uint)partitions);
    }
}
