namespace Kappa.Logs;

/// <summary>Appends batches; what it appends between two commits becomes readable together or not at all.</summary>
/// <remarks>
/// One thread. After any error the producer is dead: open a new one and read again from the committed position.
/// </remarks>
public interface ILogProducer : IDisposable
{
    /// <summary>Adds records to the open commit.</summary>
    /// <param name="partition">Where they go.</param>
    /// <param name="records">
    /// The records; not empty. They are not copied: leave the buffer alone until <see cref="Commit"/> or
    /// <see cref="Abort"/> has returned.
    /// </param>
    void Append(TopicPartition partition, RecordBuffer records);

    /// <summary>Adds committed offsets of a group to the open commit: both become visible together.</summary>
    /// <param name="group">Name of the group; 1 to 200 characters.</param>
    /// <param name="partition">The partition that was read.</param>
    /// <param name="offset">The next offset to read; 0 or more.</param>
    /// <exception cref="InvalidOperationException">The producer has no transactional id.</exception>
    /// <exception cref="KappaException">
    /// KAP2103: there is no such partition. KAP2108 (exit 2): the name is not allowed.
    /// </exception>
    void AppendOffset(string group, TopicPartition partition, long offset);

    /// <summary>
    /// Foresees the offset that the first record of the next commit to a partition will have, if nobody else writes to
    /// it. Records that name each other's offsets can so travel in one commit.
    /// </summary>
    /// <remarks>
    /// With a transactional id it is held to: where the first record of the commit to this partition would get another
    /// offset, <see cref="Commit"/> refuses.
    /// </remarks>
    /// <param name="partition">The partition.</param>
    /// <exception cref="KappaException">KAP2103: there is no such partition.</exception>
    long NextOffset(TopicPartition partition);

    /// <summary>
    /// Commits what was appended. When it returns, the records are readable and, under the default acknowledge policy,
    /// on stable storage.
    /// </summary>
    /// <returns>
    /// For each <see cref="Append"/>, in order, the offset of its first record; valid until the next call.
    /// </returns>
    /// <exception cref="OffsetsMovedException">
    /// KAP2506: somebody else has written where <see cref="NextOffset"/> foresaw an offset; nothing of the commit was
    /// written.
    /// </exception>
    /// <exception cref="KappaException">
    /// KAP2301 (exit 75): a newer producer of this transactional id has fenced this one. KAP2103 (exit 3): a topic was
    /// deleted after the commit had appended to it; nothing of the commit was written. KAP2401 (exit 74): the disk
    /// refused; nothing was acknowledged. KAP2207 (exit 5): it is full; nothing of the commit is stored. KAP2503 (exit
    /// 7): the cluster did not answer, so the outcome is not known; a new producer of the same id settles it.
    /// </exception>
    IReadOnlyList<long> Commit();

    /// <summary>Drops what was appended since the last commit.</summary>
    void Abort();
}
