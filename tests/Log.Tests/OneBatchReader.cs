namespace Kappa.Logs.Tests;

/// <summary>Hands out one compressed batch.</summary>
internal sealed class OneBatchReader(byte[] batch) : IPartitionReader
{
    private readonly BatchDecompressor _decompressor = new();
    private bool _isRead;

    public TopicPartition Partition { get; } = new("t", 0);

    public long Position => 0;

    public bool TryRead(long endOffset, out RecordBatch read)
    {
        read = default;
        if (_isRead)
        {
            return false;
        }

        _isRead = true;
        Assert.True(_decompressor.TryDecompress(batch, 0, batch.Length, out string? flaw), flaw);
        read = new RecordBatch(_decompressor.Buffer, 0, _decompressor.Length, new BatchBounds(
            0, BatchHeader.Count(batch), 0, 0, BatchHeader.Count(batch), batch.Length));
        return true;
    }

    public bool TryPeek(long endOffset, out BatchBounds bounds) => throw new NotSupportedException();

    public void Seek(long offset) => throw new NotSupportedException();

    public void Dispose() => _decompressor.Dispose();
}
