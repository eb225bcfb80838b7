namespace Kappa.Worker;

/// <summary>The committed offset of a group in a partition.</summary>
/// <param name="Topic">Name of the topic.</param>
/// <param name="Partition">Number of the partition.</param>
/// <param name="Offset">The next offset that the group reads.</param>
/// <param name="End">The last stable offset; null where the topic is gone.</param>
internal sealed record GroupOffset(string Topic, int Partition, long Offset, long? End)
{
    /// <summary>How far behind; 0 where the topic is gone.</summary>
    public long Lag => Math.Max(0, (End ?? Offset) - Offset);
}
