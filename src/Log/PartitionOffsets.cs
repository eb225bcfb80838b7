namespace Kappa.Logs;

/// <summary>The offsets that bound a partition.</summary>
/// <param name="Earliest">First offset that is still there.</param>
/// <param name="LastStable">Offset after the last one that a committed reader may see.</param>
/// <param name="Synced">Offset after the last one that is on stable storage.</param>
/// <param name="Bytes">Bytes on disk.</param>
public readonly record struct PartitionOffsets(long Earliest, long LastStable, long Synced, long Bytes)
{
    /// <summary>Offset after the last record of any kind, open and aborted transactions included.</summary>
    /// <value>The last stable offset or more (Kafka: the high watermark).</value>
    public long Latest { get; init; } = LastStable;

    /// <summary>
    /// Tombstones before this offset may be gone: who has followed the partition up to an earlier offset only, and goes
    /// on from there, misses deletions. Such a state is built again from nothing, beginning at <see cref="Earliest"/>.
    /// Look before and after: compaction goes on meanwhile.
    /// </summary>
    /// <value>
    /// 0 where the topic is not compacted, or no tombstone was taken yet; −1 where the log does not say (Kafka): what
    /// counts there is how long ago a state was at the end (<see cref="TopicSettings.TombstoneRetention"/>).
    /// </value>
    public long TombstonesFrom { get; init; }
}
