using Kappa.Logs;

namespace Kappa.Replay;

/// <summary>A topic that a replay would read.</summary>
/// <param name="Topic">Name of the topic.</param>
/// <param name="Cleanup">What happens to its old records.</param>
/// <param name="Partitions">Its partitions, by number.</param>
/// <param name="FrontOperators">
/// Where records are missing at the front: the operators, sorted by name, that hold results over them or pass them on.
/// </param>
/// <param name="CompactionOperators">
/// Where the topic is compacted: the operators, sorted by name, that look at every record, such as counts.
/// </param>
public sealed record PlanSource(
    string Topic, CleanupPolicy Cleanup, IReadOnlyList<PlanPartition> Partitions,
    IReadOnlyList<string> FrontOperators, IReadOnlyList<string> CompactionOperators)
{
    /// <summary>Records to read.</summary>
    public long Records => Partitions.Sum(partition => partition.Records);

    /// <summary>Bytes to read.</summary>
    public long Bytes => Partitions.Sum(partition => partition.Bytes);

    /// <summary>Offsets at the front that the replay would need and the log no longer has.</summary>
    public long Missing => Partitions.Sum(partition => partition.Missing);
}
