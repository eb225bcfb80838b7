using System.Diagnostics.CodeAnalysis;
using ZstdSharp;

namespace Kappa.Logs;

/// <summary>Decompresses the records of batches, one after the other, for one reader.</summary>
/// <remarks>What it allocates it keeps: after the first batches nothing is allocated (gzip aside).</remarks>
internal sealed class BatchDecompressor(ExpansionLimit limit) : IDisposable
{
    private readonly ExpansionBuffer _target = new(limit);
    private Decompressor? _zstd;

    public BatchDecompressor()
        : this(ExpansionLimit.Default)
    {
    }

    /// <summary>The records of the last batch from its start on; valid until the next call.</summary>
    public byte[] Buffer => _target.Bytes;

    /// <summary>Bytes of these records.</summary>
    public int Length => _target.Length;

    /// <summary>Says that a batch expands too far.</summary>
    public static string TooLarge(int limit) =>
        $"its records are more than {limit:N0} bytes, the most that a batch of its size may become";

    /// <summary>Decompresses the records of a batch whose checksum is right.</summary>
    /// <param name="buffer">Where the batch lies.</param>
    /// <param name="start">Its first byte.</param>
    /// <param name="total">Its bytes, with its header.</param>
    /// <param name="flaw">What is wrong, where it is malformed.</param>
    /// <returns>False where it is malformed.</returns>
    public bool TryDecompress(byte[] buffer, int start, int total, [NotNullWhen(false)] out string? flaw)
    {
        ReadOnlySpan<byte> source = buffer.AsSpan(start + BatchHeader.Bytes, total - BatchHeader.Bytes);
        _target.Start(source.Length);
        int codec = BatchHeader.Codec(buffer.AsSpan(start));
        flaw = codec switch
        {
            Codecs.Lz4 => Lz4Reader.Read(source, _target),
            Codecs.Zstd => ZstdReader.Read(_zstd ??= ZstdContexts.Rent(), source, _target),
            Codecs.Snappy => Snappy.Read(source, _target),
            Codecs.Gzip => GzipReader.Read(buffer, start + BatchHeader.Bytes, source.Length, _target),
            _ => $"its codec is {codec}, which Kafka's format does not have",
        };
        if (flaw is null && _target.Length < (long)RecordWalk.MinBytes * BatchHeader.Count(buffer.AsSpan(start)))
        {
            int count = BatchHeader.Count(buffer.AsSpan(start));
            flaw = $"{_target.Length:N0} bytes are too few for its {count:N0} records";
        }

        return flaw is null;
    }

    public void Dispose()
    {
        _target.Dispose();
        if (_zstd is not null)
        {
            ZstdContexts.Return(_zstd);
            _zstd = null;
        }
    }
}
