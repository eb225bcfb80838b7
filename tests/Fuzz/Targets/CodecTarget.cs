using System.Buffers.Binary;
using Kappa.Logs;

namespace Kappa.Fuzz;

/// <summary>The first byte chooses a codec, the others are what it has to decompress, and then to compress.</summary>
internal static class CodecTarget
{
    private static readonly CompressionType[] Written = [CompressionType.Lz4, CompressionType.Zstd];

    public static string Run(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty)
        {
            return "read";
        }

        RequireRoundTrip(Written[input[0] & 1], input);
        long before = FuzzMemory.Now;
        using BatchDecompressor decompressor = new();
        bool isWhole = TryDecompress(decompressor, (short)(1 + (input[0] & 3)), input[1..]);
        FuzzMemory.Check(before, input.Length);
        int limit = ExpansionLimit.Default.Bytes(input.Length - 1);
        return decompressor.Length > limit
            ? throw new InvalidOperationException($"{decompressor.Length:N0} bytes, and the most is {limit:N0}.")
            : isWhole ? "read" : "KAP2205";
    }

    private static void RequireRoundTrip(CompressionType codec, ReadOnlySpan<byte> input)
    {
        using BatchCompressor compressor = new();
        using BatchDecompressor decompressor = new();
        byte[] compressed = new byte[input.Length];
        int length = compressor.Compress(codec, input, compressed);
        if (length > 0 && (!TryDecompress(decompressor, (short)codec, compressed.AsSpan(0, length)) ||
            !input.SequenceEqual(decompressor.Buffer.AsSpan(0, decompressor.Length))))
        {
            throw new InvalidOperationException($"What {codec} compresses it does not give back.");
        }
    }

    /// <summary>Decompresses as the records of a batch that says that it has none.</summary>
    private static bool TryDecompress(BatchDecompressor decompressor, short codec, ReadOnlySpan<byte> source)
    {
        byte[] batch = new byte[BatchHeader.Bytes + source.Length];
        BinaryPrimitives.WriteInt16BigEndian(batch.AsSpan(21), codec);
        source.CopyTo(batch.AsSpan(BatchHeader.Bytes));
        return decompressor.TryDecompress(batch, 0, batch.Length, out _);
    }
}
