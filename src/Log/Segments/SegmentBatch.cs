using System.Buffers.Binary;

namespace Kappa.Logs;

/// <summary>What the header of a batch in a segment file says.</summary>
public readonly record struct SegmentBatch
{
    private const short LogAppendTime = 0x08;

    /// <summary>First byte of the batch in the file.</summary>
    public long Position { get; init; }

    /// <summary>Size of the batch in the file, in bytes, with its header.</summary>
    public int Bytes { get; init; }

    /// <summary>Offset of the first record that was written in it.</summary>
    public long BaseOffset { get; init; }

    /// <summary>Offset of the last record that was written in it; compaction keeps it.</summary>
    public long LastOffset { get; init; }

    /// <summary>Number of records; compaction may have taken some, or all.</summary>
    public int Records { get; init; }

    /// <summary>Codec: none, gzip, snappy, lz4, zstd, or the number of one that there is not.</summary>
    public string Codec { get; init; }

    /// <summary>Timestamp that the deltas of the records count from, milliseconds since 1970.</summary>
    public long BaseTimestampMs { get; init; }

    /// <summary>Highest timestamp of the records, milliseconds since 1970; -1 where there are none.</summary>
    public long MaxTimestampMs { get; init; }

    /// <summary>Whether the broker's clock gave the timestamp: all records have <see cref="MaxTimestampMs"/>.</summary>
    public bool IsLogAppendTime { get; init; }

    /// <summary>Id of the producer; -1 where it is neither idempotent nor transactional.</summary>
    public long ProducerId { get; init; }

    /// <summary>Epoch of the producer; -1 without one.</summary>
    public short ProducerEpoch { get; init; }

    /// <summary>Number of the first record among those of the producer in the partition; -1 without.</summary>
    public int BaseSequence { get; init; }

    /// <summary>Epoch of the partition's leader that wrote it; 0 in a log of Kappa.</summary>
    public int LeaderEpoch { get; init; }

    /// <summary>Whether it belongs to a transaction.</summary>
    public bool IsTransactional { get; init; }

    /// <summary>What it says, where it is a control batch.</summary>
    public ControlType Control { get; init; }

    /// <summary>Whether its bytes match its checksum.</summary>
    public bool IsChecksumRight { get; init; }

    /// <summary>Reads the header of a framed batch.</summary>
    internal static SegmentBatch Read(ReadOnlySpan<byte> batch, long position)
    {
        short attributes = BatchHeader.Attributes(batch);
        bool isChecksumRight = BatchHeader.CrcMatches(batch);
        long baseOffset = BatchHeader.BaseOffset(batch);
        return new SegmentBatch
        {
            Position = position,
            Bytes = batch.Length,
            BaseOffset = baseOffset,
            LastOffset = baseOffset + BatchHeader.LastOffsetDelta(batch),
            Records = BatchHeader.Count(batch),
            Codec = Codecs.Name(BatchHeader.Codec(batch)),
            BaseTimestampMs = BatchHeader.BaseTimestamp(batch),
            MaxTimestampMs = BatchHeader.MaxTimestamp(batch),
            IsLogAppendTime = (attributes & LogAppendTime) != 0,
            ProducerId = BinaryPrimitives.ReadInt64BigEndian(batch[43..]),
            ProducerEpoch = BinaryPrimitives.ReadInt16BigEndian(batch[51..]),
            BaseSequence = BinaryPrimitives.ReadInt32BigEndian(batch[53..]),
            LeaderEpoch = BinaryPrimitives.ReadInt32BigEndian(batch[12..]),
            IsTransactional = (attributes & BatchHeader.Transactional) != 0,
            Control = (attributes & BatchHeader.Control) == 0 ? ControlType.None
                : isChecksumRight ? ControlBatch.TypeOf(batch) : ControlType.Other,
            IsChecksumRight = isChecksumRight,
        };
    }
}
