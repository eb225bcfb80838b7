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

    /// <summary>What changes topics.</summary>
    ILogAdmin Admin { get; }

    /// <summary>Gives the offsets of a partition.</summary>
    /// <param name="partition">The partition.</param>
    /// <exception cref="KappaException">KAP2103: there is no such partition.</exception>
    PartitionOffsets Offsets(TopicPartition partition);

    /// <summary>
    /// Gives the offsets of several partitions in one call: of a cluster no dearer than those of one.
    /// </summary>
    /// <param name="partitions">The partitions, none of them twice.</param>
    /// <returns>The offsets in the same order.</returns>
    /// <exception cref="KappaException">KAP2103: there is no such partition.</exception>
    IReadOnlyList<PartitionOffsets> Offsets(IReadOnlyList<TopicPartition> partitions);

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
