using System.Text;

namespace Kappa.Logs.Tests;

/// <summary>Puts compressed bytes behind a header whose checksum is right.</summary>
internal static class CompressedBatch
{
    /// <summary>What the frames of the folder Golden hold; but for lz4-raw.bin.</summary>
    public static byte[] Text { get; } = Encoding.ASCII.GetBytes(string.Concat(
        Enumerable.Range(0, 3_000).Select(i => $"line {i / 100} of many, all alike;\n")));

    /// <summary>What lz4-raw.bin holds: bytes that no codec makes smaller.</summary>
    public static byte[] Noise()
    {
        byte[] noise = new byte[300];
        uint state = 1;
        for (int i = 0; i < noise.Length; i++)
        {
            state = ((state * 1_103_515_245) + 12_345) & 0x7fffffff;
            noise[i] = (byte)(state >> 16);
        }

        return noise;
    }

    public static byte[] Of(int codec, ReadOnlySpan<byte> compressed, int records = 1)
    {
        byte[] batch = new byte[BatchHeader.Bytes + compressed.Length];
        compressed.CopyTo(batch.AsSpan(BatchHeader.Bytes));
        BatchHeader.Seal(batch, (short)codec, records, 0, 0, ProducerStamp.None);
        return batch;
    }

    /// <summary>Decompresses; null where it is refused, with the reason.</summary>
    public static byte[]? Decompress(
        int codec, ReadOnlySpan<byte> compressed, out string? flaw, ExpansionLimit? limit = null, int records = 1)
    {
        using BatchDecompressor decompressor = new(limit ?? ExpansionLimit.Default);
        byte[] batch = Of(codec, compressed, records);
        return decompressor.TryDecompress(batch, 0, batch.Length, out flaw)
            ? decompressor.Buffer[..decompressor.Length]
            : null;
    }
}
