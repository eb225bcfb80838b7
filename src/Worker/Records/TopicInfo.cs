namespace Kappa.Worker;

/// <summary>
/// A topic, for a reader. <paramref name="Offsets"/> counts offsets in use, control batches among them.
/// </summary>
internal sealed record TopicInfo(
    string Name, int Partitions, string Cleanup, long Offsets, long Bytes,
    IReadOnlyList<PartitionInfo> PartitionOffsets);
