namespace Kappa.Logs.Tests;

/// <summary>A reader of a <see cref="PrefixedLog"/>.</summary>
internal sealed class PrefixedReader(IPartitionReader inner, PrefixedLog log) : IPartitionReader
{
    public TopicPartition Partition => log.Without(inner.Partition);

    public long Position => inner.Position;

    public bool TryRead(long endOffset, out RecordBatch batch)
    {
        RecordBatch read = default;
        bool found = log.Call(() => inner.TryRead(endOffset, out read));
        batch = read;
        return found;
    }

    public bool TryPeek(long endOffset, out BatchBounds bounds)
    {
        BatchBounds peeked = default;
        bool found = log.Call(() => inner.TryPeek(endOffset, out peeked));
        bounds = peeked;
        return found;
    }

    public void Seek(long offset) => log.Call(() =>
    {
        inner.Seek(offset);
        return true;
    });

    public void Dispose() => inner.Dispose();
}
