namespace Kappa.Logs;

/// <summary>A topic as the log knows it.</summary>
/// <param name="Name">Name of the topic.</param>
/// <param name="Partitions">Number of partitions.</param>
/// <param name="Cleanup">What happens to old records.</param>
public sealed record TopicDescription(string Name, int Partitions, CleanupPolicy Cleanup)
{
    /// <summary>How long records stay; null for ever. See <see cref="TopicSettings.RetentionTime"/>.</summary>
    public TimeSpan? RetentionTime { get; init; }

    /// <summary>Bytes that a partition may have; null for no limit.</summary>
    public long? RetentionBytes { get; init; }

    /// <summary>How long a tombstone stays after its compaction.</summary>
    public TimeSpan TombstoneRetention { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Lists the topic's partitions by number.</summary>
    public TopicPartition[] ListPartitions() =>
        [.. Enumerable.Range(0, Partitions).Select(number => new TopicPartition(Name, number))];

    /// <summary>Whether a tombstone may be gone that somebody has yet to read (protocols.md 17).</summary>
    /// <remarks>
    /// Cleaning begins when it likes, and what reads takes time too: so a share of the time that tombstones stay
    /// counts, half of it for who has yet to begin.
    /// </remarks>
    /// <param name="read">All that was written before has been read.</param>
    /// <param name="now">The time.</param>
    /// <param name="share">How much of the time counts; 0 to 1.</param>
    public bool MayLackTombstones(DateTimeOffset read, DateTimeOffset now, double share = 0.5) =>
        now - read > TombstoneRetention * share;

    /// <summary>How batches are compressed by whoever writes them.</summary>
    public CompressionType Compression { get; init; } = CompressionType.Lz4;
}
