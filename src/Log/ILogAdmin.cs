namespace Kappa.Logs;

/// <summary>What changes the topics of a log: makes, widens, shortens and deletes them.</summary>
/// <remarks>Thread-safe. Who reads or writes records needs nothing of it.</remarks>
public interface ILogAdmin
{
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
}
