using Kappa.Logs;

namespace Kappa.Fuzz;

/// <summary>Hands out one batch, decompressed where it is compressed, as the log's reader does.</summary>
/// <param name="buffer">The batch, with a reader's slack behind it.</param>
/// <param name="total">Bytes of the batch.</param>
internal sealed class FuzzBatchReader(byte[] buffer, int total) : IPartitionReader
{
    private readonly BatchDecompressor _decompressor = new();
    private RecordBatch _batch;
    private bool _isRead;

    public TopicPartition Partition { get; } = new("t", 0);

    public long Position => 0;

    /// <summary>The bytes that the records of the batch lie in.</summary>
    public ReadOnlySpan<byte> Records =>
        _batch.Buffer.AsSpan(_batch.RecordsStart, _batch.RecordsEnd - _batch.RecordsStart);

    public bool TryRead(long endOffset, out RecordBatch batch)
    {
        batch = default;
        if (_isRead)
        {
            return false;
        }

        _isRead = true;
        BatchBounds bounds = new(
            0, BatchHeader.LastOffsetDelta(buffer) + 1L, BatchHeader.BaseTimestamp(buffer),
            BatchHeader.MaxTimestamp(buffer), BatchHeader.Count(buffer), total);
        if (BatchHeader.Codec(buffer) == Codecs.None)
        {
            batch = new RecordBatch(buffer, BatchHeader.Bytes, total, bounds);
        }
        else if (_decompressor.TryDecompress(buffer, 0, total, out string? flaw))
        {
            batch = new RecordBatch(_decompressor.Buffer, 0, _decompressor.Length, bounds);
        }
        else
        {
            throw LogErrors.MalformedBatch("t-0", 0, 0, flaw);
        }

        _batch = batch;
        return true;
    }

    public bool TryPeek(long endOffset, out BatchBounds bounds) => throw new NotSupportedException();

    public void Seek(long offset) => throw new NotSupportedException();

    public void Dispose() => _decompressor.Dispose();
}
