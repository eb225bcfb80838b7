namespace Kappa.Logs;

/// <summary>The log port: topics of partitions of records, read and written by batch.</summary>
/// <remarks>
/// Two logs stand behind it, the embedded one and Kafka; one contract suite runs on both. Thread-safe, except for the
/// readers and producers it opens, which belong to one thread each.
/// </remarks>
public interface ILog : IDisposable
{
    /// <summary>
    /// Moves when recovery lost records that readers could have seen (protocols.md 16). Positions are
    /// (offset, generation).
    /// </summary>
    long Generation { get; }

    /// <summary>Describes all topics, ordered by name (ordinal).</summary>
    IReadOnlyList<TopicDescription> Topics { get; }

    /// <summary>Finds a topic.</summary>
    /// <param name="topic">Its name.</param>
    /// <returns>Its description, or null where there is none.</returns>
    TopicDescription? Find(string topic);

    /// <summary>Creates a topic; durable when the call returns.</summary>
    /// <param name="topic">Name: letters, digits, dot, dash, underscore; 1 to 200 characters.</param>
    /// <param name="settings">Partitions and cleanup.</param>
    /// <exception cref="KappaException">KAP2101: it exists. KAP2102: the name or a setting is not allowed.</exception>
    TopicDescription CreateTopic(string topic, TopicSettings settings);

    /// <summary>Gives a topic more partitions; durable when the call returns.</summary>
    /// <remarks>
    /// Records stay where they are, so a key may belong to another partition from now on. A topic that a topology reads
    /// keeps its number: protocols.md 4.
    /// </remarks>
    /// <param name="topic">Its name.</param>
    /// <param name="partitions">Number of partitions from now on; above the present one, at most 10,000.</param>
    /// <returns>The topic as it is now.</returns>
    /// <exception cref="KappaException">
    /// KAP2103: there is no such topic. KAP2102: the number is not above the present one, or too high.
    /// </exception>
    TopicDescription AddPartitions(string topic, int partitions);

    /// <summary>Deletes a topic with all its records; durable when the call returns.</summary>
    /// <remarks>
    /// A deletion that is cut short, by a kill or a power cut, either never began or is completed at the next start.
    /// A topic of the same name may be created again at once: it begins at offset 0 and holds nothing of this one.
    /// Open readers of the topic fail with KAP2105, commits that have appended to it with KAP2103; a commit beside
    /// them is not harmed. Other topics stay as they are; their commits wait as they do for a full journal.
    /// </remarks>
    /// <param name="topic">Its name.</param>
    /// <exception cref="KappaException">
    /// KAP2103: there is no such topic. KAP2401, KAP2402 (exit 74): the disk refused; restart, and the topic is either
    /// there whole or gone.
    /// </exception>
    void DeleteTopic(string topic);

    /// <summary>Deletes the records of a partition before an offset; durable when the call returns.</summary>
    /// <remarks>
    /// The earliest offset moves up to <paramref name="beforeOffset"/>, at most to the last stable offset, and never
    /// back; segments that lie below it whole are deleted. A call that is cut short, by a kill or a power cut, leaves
    /// the old earliest offset or the new one. Open readers that stand below it fail with KAP2106 at their next read,
    /// and may seek to an offset in the range. Commits wait as they do for a full journal.
    /// </remarks>
    /// <param name="partition">The partition.</param>
    /// <param name="beforeOffset">The first offset to keep; 0 or more.</param>
    /// <returns>The earliest offset from now on.</returns>
    /// <exception cref="KappaException">
    /// KAP2103: there is no such partition. KAP2401, KAP2402 (exit 74): the disk refused; restart, and the earliest
    /// offset is either the old one or the new one.
    /// </exception>
    long DeleteRecords(TopicPartition partition, long beforeOffset);

    /// <summary>Applies retention and compaction to all topics now; else they run by themselves now and then.</summary>
    /// <remarks>
    /// Retention deletes the first segments of topics that keep their records. Compaction of
    /// <see cref="CleanupPolicy.Compact"/> topics takes the records out of closed segments for whose key a later one
    /// is there, and tombstones after <see cref="TopicSettings.TombstoneRetention"/>; offsets stay, so gaps appear.
    /// Open readers go on.
    /// </remarks>
    /// <exception cref="KappaException">
    /// KAP2201, KAP2204 (exit 74): a partition is damaged; it stays as it is, the others were cleaned. KAP2401, KAP2402
    /// (exit 74): the disk refused; nothing was lost, restart.
    /// </exception>
    void CleanUp();

    /// <summary>Gives the offsets of a partition.</summary>
    /// <param name="partition">The partition.</param>
    /// <exception cref="KappaException">KAP2103: there is no such partition.</exception>
    PartitionOffsets Offsets(TopicPartition partition);

    /// <summary>
    /// Gives for several partitions, in one call, the offset up to which a cut may reach: the lower of last stable
    /// offset and synced end (protocols.md 1).
    /// </summary>
    /// <param name="partitions">The partitions.</param>
    /// <param name="ends">Receives an exclusive end offset for each of them.</param>
    void StableEnds(ReadOnlySpan<TopicPartition> partitions, Span<long> ends);

    /// <summary>
    /// Gives for several partitions what <see cref="StableEnds"/> gives, and the end of all that has been written to
    /// them, open transactions included: a partition whose two ends differ has records that are yet to be decided.
    /// </summary>
    /// <param name="partitions">The partitions.</param>
    /// <param name="stable">Receives the last stable offset of each of them.</param>
    /// <param name="latest">Receives the offset after the last record of any kind; never below the stable one.</param>
    void Ends(ReadOnlySpan<TopicPartition> partitions, Span<long> stable, Span<long> latest)
    {
        for (int i = 0; i < partitions.Length; i++)
        {
            latest[i] = Offsets(partitions[i]).Latest;
        }

        StableEnds(partitions, stable);
        for (int i = 0; i < partitions.Length; i++)
        {
            latest[i] = Math.Max(latest[i], stable[i]);
        }
    }

    /// <summary>Finds the first record at or after a time, by the records' timestamps.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="timestampMs">The time, milliseconds since 1970.</param>
    /// <returns>
    /// The offset of the first record, in the order of offsets, whose timestamp is that or later; null where none is.
    /// </returns>
    /// <exception cref="KappaException">
    /// KAP2103: there is no such partition. KAP2201 (exit 74): what was read to find it is damaged.
    /// </exception>
    long? OffsetAt(TopicPartition partition, long timestampMs);

    /// <summary>Opens a reader.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="offset">First offset to read; between earliest and end.</param>
    /// <param name="isolation">Whether records of open and aborted transactions are handed out.</param>
    /// <exception cref="KappaException">KAP2103: no such partition. KAP2104: the offset is out of range.</exception>
    IPartitionReader OpenReader(
        TopicPartition partition, long offset, ReadIsolation isolation = ReadIsolation.Committed);

    /// <summary>Opens a producer.</summary>
    /// <param name="transactionalId">
    /// With an id, commits are transactions and an earlier producer of that id is fenced; without, they are plain
    /// appends.
    /// </param>
    ILogProducer OpenProducer(string? transactionalId = null);

    /// <summary>Groups of readers: their committed offsets and their members.</summary>
    ILogGroups Groups { get; }

    /// <summary>A number that moves whenever records become readable or a topic is created or deleted.</summary>
    long ChangeNumber { get; }

    /// <summary>Waits until <see cref="ChangeNumber"/> differs from <paramref name="seen"/>; nobody polls.</summary>
    /// <param name="seen">The number read before looking.</param>
    /// <param name="cancellationToken">Ends the wait with <see cref="OperationCanceledException"/>.</param>
    Task WaitForChangeAsync(long seen, CancellationToken cancellationToken);
}
