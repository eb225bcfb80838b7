namespace Kappa.Logs;

/// <summary>Settings of the embedded log.</summary>
public sealed record EmbeddedLogOptions
{
    /// <summary>When a commit is acknowledged.</summary>
    /// <value>The default is <see cref="AcknowledgePolicy.EachCommit"/>.</value>
    public AcknowledgePolicy Acknowledge { get; init; } = AcknowledgePolicy.EachCommit;

    /// <summary>
    /// Longest time without fsync under <see cref="AcknowledgePolicy.Interval"/>; ten times as long under
    /// <see cref="AcknowledgePolicy.Never"/>. The fsync runs beside the commits, which do not wait for it.
    /// </summary>
    /// <value>Above zero, at most four days. The default is one second.</value>
    public TimeSpan SyncInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Size at which a segment is closed and the next one begun, in bytes.</summary>
    /// <value>4 KB to 2 GB. The default is 512 MB.</value>
    public int SegmentBytes { get; init; } = 512 << 20;

    /// <summary>
    /// Age at which a segment is closed though it is not full, from its first append by the log's clock, so that
    /// retention and compaction can reach its records (Kafka: <c>segment.ms</c>). It is closed by the next append to
    /// it or by the next cleaning of its topic.
    /// </summary>
    /// <remarks>
    /// The age goes on over restarts. Only a segment that was begun after the last checkpoint counts from the start
    /// that follows a kill.
    /// </remarks>
    /// <value>Above zero, or null for never. The default is seven days.</value>
    public TimeSpan? SegmentTime { get; init; } = TimeSpan.FromDays(7);

    /// <summary>
    /// Largest commit whose batches travel in the journal, in bytes; a larger one syncs its segment files first.
    /// </summary>
    /// <value>The default is 256 KB.</value>
    public int InlineCommitBytes { get; init; } = 256 << 10;

    /// <summary>
    /// Size at which the journal is rolled, in bytes, after syncing the segment files that it covers.
    /// </summary>
    /// <value>The default is 64 MB.</value>
    public int JournalBytes { get; init; } = 64 << 20;

    /// <summary>Largest commit, in bytes.</summary>
    /// <value>The default is 1 GB.</value>
    public long TransactionBytes { get; init; } = 1L << 30;

    /// <summary>
    /// Distance between two entries of the sparse offset index, in bytes; those of the time index are eight times as
    /// far apart.
    /// </summary>
    /// <value>The default is 64 KB.</value>
    public int IndexIntervalBytes { get; init; } = 64 << 10;

    /// <summary>
    /// Time between two passes of retention and compaction; there are none while no topic has either.
    /// </summary>
    /// <value>Above zero, at most four days. The default is five minutes.</value>
    public TimeSpan CleanUpInterval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Least bytes since the last compaction for which a partition is compacted again; they are also half of it or
    /// more. A segment that is open is closed for it.
    /// </summary>
    /// <value>0 or more. The default is 32 MB.</value>
    public long CompactionBytes { get; init; } = 32 << 20;

    /// <summary>
    /// Memory for the keys of one pass of a compaction, 24 bytes each, in bytes; more keys take more passes.
    /// </summary>
    /// <value>1 KB to 16 GB. The default is 64 MB.</value>
    public long CompactionMemoryBytes { get; init; } = 64 << 20;

    /// <summary>
    /// Told in two sentences of what the log has mended by itself: an index that did not fit its segment was built
    /// again.
    /// </summary>
    /// <remarks>Called on the thread that came upon it, at times under a lock: do not call the log from it.</remarks>
    /// <value>The default is <see langword="null"/>: nobody is told.</value>
    public Action<string>? Notice { get; init; }
}
