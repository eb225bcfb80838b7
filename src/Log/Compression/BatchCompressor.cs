using ZstdSharp;

namespace Kappa.Logs;

/// <summary>Compresses the records of batches, one after the other.</summary>
internal sealed class BatchCompressor : IDisposable
{
    /// <summary>
    /// Records of fewer bytes stay as they are: there is little to win, and a reader would pay for it.
    /// </summary>
    public const int MinBytes = 512;

    private const int ZstdLevel = 3; // Kafka's.
    private const int LeastGain = 16; // A sixteenth, or it is not worth what reading costs.

    private Compressor? _zstd;

    /// <summary>Compresses records.</summary>
    /// <param name="type">How.</param>
    /// <param name="records">The records of a batch.</param>
    /// <param name="target">Where they go; room for as many bytes.</param>
    /// <returns>Compressed bytes; 0 where the records should stay as they are.</returns>
    public int Compress(CompressionType type, ReadOnlySpan<byte> records, Span<byte> target)
    {
        if (type == CompressionType.None || records.Length < MinBytes)
        {
            return 0;
        }

        target = target[..(records.Length - (records.Length / LeastGain))];
        int length = type == CompressionType.Lz4
            ? Lz4Writer.Write(records, target)
            : (_zstd ??= new Compressor(ZstdLevel)).TryWrap(records, target, out int written) ? written : 0;
        return records.Length <= ExpansionLimit.Default.Bytes(length) ? length : 0; // Else no reader would take it.
    }

    public void Dispose()
    {
        _zstd?.Dispose();
        _zstd = null;
    }
}
