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

    /// <summary>Opens a reader of committed batches.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="offset">First offset to read; between earliest and end.</param>
    /// <exception cref="KappaException">KAP2103: no such partition. KAP2104: the offset is out of range.</exception>
    IPartitionReader OpenReader(TopicPartition partition, long offset);

    /// <summary>Opens a producer.</summary>
    /// <param name="transactionalId">
    /// With an id, commits are transactions and an earlier producer of that id is fenced; without, they are plain
    /// appends.
    /// </param>
    ILogProducer OpenProducer(string? transactionalId = null);

    /// <summary>A number that moves whenever records become readable or a topic is created or deleted.</summary>
    long ChangeNumber { get; }

    /// <summary>Waits until <see cref="ChangeNumber"/> differs from <paramref name="seen"/>; nobody polls.</summary>
    /// <param name="seen">The number read before looking.</param>
    /// <param name="cancellationToken">Ends the wait with <see cref="OperationCanceledException"/>.</param>
    Task WaitForChangeAsync(long seen, CancellationToken cancellationToken);
}
