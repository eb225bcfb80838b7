namespace Kappa.Worker;

/// <summary>
/// The offsets of a partition: from <paramref name="Earliest"/> to <paramref name="End"/>, exclusive.
/// </summary>
internal sealed record PartitionInfo(int Partition, long Earliest, long End);
