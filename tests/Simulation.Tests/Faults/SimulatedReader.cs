using Kappa.Logs;

namespace Kappa.Simulation.Tests;

/// <inheritdoc cref="SimulatedLog"/>
internal sealed class SimulatedReader(IPartitionReader reader, FaultSites sites) : IPartitionReader
{
    public TopicPartition Partition => reader.Partition;

    public long Position => reader.Position;

    public bool TryRead(long endOffset, out RecordBatch batch)
    {
        sites.Pass("log.read");
        return reader.TryRead(endOffset, out batch);
    }

    public bool TryPeek(long endOffset, out BatchBounds bounds)
    {
        sites.Pass("log.peek");
        return reader.TryPeek(endOffset, out bounds);
    }

    public void Seek(long offset) => reader.Seek(offset);

    public void Dispose() => reader.Dispose();
}
