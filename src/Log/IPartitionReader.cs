namespace Kappa.Logs;

/// <summary>Reads the committed batches of one partition in offset order.</summary>
/// <remarks>One thread. Control batches and aborted records are never handed out.</remarks>
public interface IPartitionReader : IDisposable
{
    /// <summary>The partition.</summary>
    TopicPartition Partition { get; }

    /// <summary>
    /// The next offset to read. It also moves over control batches, so it reaches the last stable offset at the end
    /// ("scanned to", protocols.md 7).
    /// </summary>
    long Position { get; }

    /// <summary>Reads the next batch of records.</summary>
    /// <param name="endOffset">
    /// Reading stops at this offset, exclusive; a batch that begins before it comes whole.
    /// </param>
    /// <param name="batch">The batch; its bytes are valid until the next call on this reader.</param>
    /// <returns>
    /// False where no data batch begins before <paramref name="endOffset"/> and the last stable offset.
    /// </returns>
    /// <exception cref="KappaException">
    /// KAP2201: damage, with file, byte and offset. KAP2105 (exit 3): the topic was deleted; close the reader.
    /// KAP2106 (exit 3): the records at the position were deleted; seek to an offset that is there.
    /// </exception>
    bool TryRead(long endOffset, out RecordBatch batch);

    /// <summary>
    /// Looks at the bounds of the next data batch without reading its records; the position does not move past it.
    /// </summary>
    /// <param name="endOffset">Looking stops at this offset, exclusive.</param>
    /// <param name="bounds">Where the batch begins and ends, and its times.</param>
    /// <returns>
    /// False where no data batch begins before <paramref name="endOffset"/> and the last stable offset.
    /// </returns>
    /// <exception cref="KappaException">As <see cref="TryRead"/>.</exception>
    bool TryPeek(long endOffset, out BatchBounds bounds);

    /// <summary>Moves to another offset.</summary>
    /// <param name="offset">The next offset to read; inside a batch, that batch is read again whole.</param>
    /// <exception cref="KappaException">
    /// KAP2104: the offset is out of range. KAP2105 (exit 3): the topic was deleted; close the reader.
    /// </exception>
    void Seek(long offset);
}
