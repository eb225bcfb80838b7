using System.Globalization;

namespace Kappa.Replay;

/// <summary>How far a version is in a source partition.</summary>
/// <param name="Partition">The partition, such as <c>flights/0</c>.</param>
/// <param name="Start">The first offset that it was to read.</param>
/// <param name="Offset">The offset up to which it is.</param>
/// <param name="End">The offset up to which it could be.</param>
public sealed record PartitionProgress(string Partition, long Start, long Offset, long End)
{
    /// <summary>Reads a partition's name, such as <c>flights/0</c>.</summary>
    internal static TopicPartition Parse(string partition)
    {
        int slash = partition.LastIndexOf('/');
        return new TopicPartition(
            partition[..slash], int.Parse(partition.AsSpan(slash + 1), CultureInfo.InvariantCulture));
    }
}
