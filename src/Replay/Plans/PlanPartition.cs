namespace Kappa.Replay;

/// <summary>A source partition that a replay would read.</summary>
/// <param name="Partition">Number of the partition.</param>
/// <param name="Earliest">First offset that is there.</param>
/// <param name="From">Offset that the replay would read from.</param>
/// <param name="End">Offset behind the last one that it would read, as of now.</param>
/// <param name="Records">Records between the two; control batches are not counted.</param>
/// <param name="Bytes">
/// Bytes of those records in the log; of a batch that is entered in its middle the share that is read.
/// </param>
/// <param name="IsExact">
/// Whether records and bytes were counted; else the rest is estimated from those that were, or from the offsets.
/// </param>
/// <param name="Missing">
/// Offsets at the front that the replay would need and that are gone: at most so many records. 0 where the front is
/// intact.
/// </param>
/// <param name="OldestMs">
/// Timestamp of the first record to read, milliseconds since 1970; null where there is none.
/// </param>
public sealed record PlanPartition(
    int Partition, long Earliest, long From, long End, long Records, long Bytes, bool IsExact, long Missing,
    long? OldestMs)
{
    /// <summary>Whether records are missing at the front.</summary>
    public bool IsFrontMissing => Missing > 0;
}
