namespace Kappa.Logs;

/// <summary>What a topic is created with.</summary>
public sealed record TopicSettings
{
    /// <summary>Number of partitions.</summary>
    /// <value>1 to 10,000. The default is 1.</value>
    public int Partitions { get; init; } = 1;

    /// <summary>What happens to old records.</summary>
    /// <value>The default is <see cref="CleanupPolicy.Keep"/>: a kappa log is replayed from zero.</value>
    public CleanupPolicy Cleanup { get; init; } = CleanupPolicy.Keep;

    /// <summary>How long records of a topic that keeps them stay; by the highest timestamp of a segment.</summary>
    /// <value>0 or more. The default is <see langword="null"/>: for ever (Kafka: <c>retention.ms=-1</c>).</value>
    public TimeSpan? RetentionTime { get; init; }

    /// <summary>Size beyond which a partition of a topic that keeps records loses its first segments, bytes.</summary>
    /// <value>
    /// 0 or more. The default is <see langword="null"/>: no limit (Kafka: <c>retention.bytes=-1</c>).
    /// </value>
    public long? RetentionBytes { get; init; }

    /// <summary>
    /// How long a tombstone of a compacted topic stays after the compaction that took what it deletes: a reader that
    /// is slower may miss it (Kafka: <c>delete.retention.ms</c>).
    /// </summary>
    /// <value>0 or more. The default is 24 hours.</value>
    public TimeSpan TombstoneRetention { get; init; } = TimeSpan.FromHours(24);

    /// <summary>How batches are compressed by whoever writes them.</summary>
    /// <value>The default is <see cref="CompressionType.Lz4"/>.</value>
    public CompressionType Compression { get; init; } = CompressionType.Lz4;
}
