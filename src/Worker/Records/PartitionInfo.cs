namespace Kappa.Worker;

/// <summary>The offsets of a partition, and its bytes on disk.</summary>
/// <param name="Partition">Its number.</param>
/// <param name="Earliest">The first offset that is still there.</param>
/// <param name="End">The offset after the last one that readers may see: the last stable one.</param>
/// <param name="Latest">The offset after the last one of all, open transactions included.</param>
/// <param name="Bytes">Bytes on disk.</param>
internal sealed record PartitionInfo(int Partition, long Earliest, long End, long Latest, long Bytes);
