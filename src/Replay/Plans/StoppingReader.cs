using Kappa.Logs;

namespace Kappa.Replay;

/// <summary>Reads batches until it is told to stop: a run in progress ends in its middle.</summary>
internal sealed class StoppingReader(IPartitionReader reader, CancellationToken stop) : IPartitionReader
{
    public TopicPartition Partition => reader.Partition;

    public long Position => reader.Position;

    public bool TryRead(long endOffset, out RecordBatch batch)
    {
        stop.ThrowIfCancellationRequested();
        return reader.TryRead(endOffset, out batch);
    }

    public bool TryPeek(long endOffset, out BatchBounds bounds)
    {
        stop.ThrowIfCancellationRequested();
        return reader.TryPeek(endOffset, out bounds);
    }

    public void Seek(long offset) => reader.Seek(offset);

    public void Dispose() => reader.Dispose();
}
