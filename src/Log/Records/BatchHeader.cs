using System.Buffers.Binary;

namespace Kappa.Logs;

/// <summary>The header of a record batch v2 (magic 2), read from its bytes; all numbers are big endian.</summary>
/// <remarks>
/// <code>
///  0 base offset      int64     27 base timestamp  int64
///  8 length after it  int32     35 max timestamp   int64
/// 12 leader epoch     int32     43 producer id     int64
/// 16 magic            int8      51 producer epoch  int16
/// 17 CRC-32C of 21..  uint32    53 base sequence   int32
/// 21 attributes       int16     57 record count    int32
/// 23 last delta       int32     61 records
/// </code>
/// </remarks>
internal static class BatchHeader
{
    public const int Bytes = 61;

    /// <summary>Bytes of base offset and length, which the length does not count.</summary>
    public const int LengthEnd = 12;

    /// <summary>Where the bytes begin that the checksum covers.</summary>
    public const int CrcStart = 21;

    public const short Transactional = 0x10;
    public const short Control = 0x20;
    private const short CodecBits = 0x07;
    private const byte Magic = 2;

    public static long BaseOffset(ReadOnlySpan<byte> header) => BinaryPrimitives.ReadInt64BigEndian(header);

    public static int TotalBytes(ReadOnlySpan<byte> header)
    {
        int length = BinaryPrimitives.ReadInt32BigEndian(header[8..]);
        return length is >= Bytes - LengthEnd and <= int.MaxValue - LengthEnd ? length + LengthEnd : -1;
    }

    public static short Attributes(ReadOnlySpan<byte> header) => BinaryPrimitives.ReadInt16BigEndian(header[21..]);

    /// <summary>Kafka's number of the codec: see <see cref="Codecs"/>.</summary>
    public static int Codec(ReadOnlySpan<byte> header) => Attributes(header) & CodecBits;

    public static bool IsTransactional(ReadOnlySpan<byte> header) => (Attributes(header) & Transactional) != 0;

    public static bool IsControl(ReadOnlySpan<byte> header) => (Attributes(header) & Control) != 0;

    public static int LastOffsetDelta(ReadOnlySpan<byte> header) => BinaryPrimitives.ReadInt32BigEndian(header[23..]);

    public static long BaseTimestamp(ReadOnlySpan<byte> header) => BinaryPrimitives.ReadInt64BigEndian(header[27..]);

    public static long MaxTimestamp(ReadOnlySpan<byte> header) => BinaryPrimitives.ReadInt64BigEndian(header[35..]);

    public static long ProducerId(ReadOnlySpan<byte> header) => BinaryPrimitives.ReadInt64BigEndian(header[43..]);

    public static short ProducerEpoch(ReadOnlySpan<byte> header) => BinaryPrimitives.ReadInt16BigEndian(header[51..]);

    public static int BaseSequence(ReadOnlySpan<byte> header) => BinaryPrimitives.ReadInt32BigEndian(header[53..]);

    public static int Count(ReadOnlySpan<byte> header) => BinaryPrimitives.ReadInt32BigEndian(header[57..]);

    /// <summary>How many offsets the batch stands for: its records, and those that compaction took out of it.</summary>
    public static int Offsets(ReadOnlySpan<byte> header) => LastOffsetDelta(header) + 1;

    public static void SetBaseOffset(Span<byte> header, long offset) =>
        BinaryPrimitives.WriteInt64BigEndian(header, offset);

    /// <summary>What shows that a header is none of ours: magic, leader epoch, offsets that are not dense.</summary>
    /// <param name="header">The header.</param>
    /// <param name="expectedOffset">Where the batch before it ended.</param>
    /// <param name="mayHaveGaps">Whether compaction may have taken records out of the batch.</param>
    public static string? Flaw(ReadOnlySpan<byte> header, long expectedOffset, bool mayHaveGaps)
    {
        if (header[16] != Magic)
        {
            return $"the magic byte is {header[16]}, not {Magic}";
        }

        if (BaseOffset(header) != expectedOffset)
        {
            return $"the batch claims base offset {BaseOffset(header)}";
        }

        // Only a broker writes another leader epoch; Kafka's CRC does not cover it.
        if (BinaryPrimitives.ReadInt32BigEndian(header[12..]) != 0)
        {
            return "the leader epoch is not 0";
        }

        int count = Count(header);
        int offsets = Offsets(header);
        bool fits = mayHaveGaps ? count >= 0 && offsets >= Math.Max(count, 1) : count >= 1 && offsets == count;
        return TotalBytes(header) < 0 || !fits
            ? "length, record count and last offset delta do not fit together"
            : null;
    }

    public static uint Crc(ReadOnlySpan<byte> header) => BinaryPrimitives.ReadUInt32BigEndian(header[17..]);

    public static bool CrcMatches(ReadOnlySpan<byte> batch) => Crc(batch) == Crc32C.Compute(batch[CrcStart..]);

    /// <summary>Writes all fields but the base offset, then the checksum.</summary>
    public static void Seal(
        Span<byte> batch, short attributes, int count, long baseTimestamp, long maxTimestamp, in ProducerStamp producer)
    {
        BinaryPrimitives.WriteInt32BigEndian(batch[8..], batch.Length - LengthEnd);
        BinaryPrimitives.WriteInt32BigEndian(batch[12..], 0);
        batch[16] = Magic;
        BinaryPrimitives.WriteInt16BigEndian(batch[21..], attributes);
        BinaryPrimitives.WriteInt32BigEndian(batch[23..], count - 1);
        BinaryPrimitives.WriteInt64BigEndian(batch[27..], baseTimestamp);
        BinaryPrimitives.WriteInt64BigEndian(batch[35..], maxTimestamp);
        BinaryPrimitives.WriteInt64BigEndian(batch[43..], producer.Id);
        BinaryPrimitives.WriteInt16BigEndian(batch[51..], producer.Epoch);
        BinaryPrimitives.WriteInt32BigEndian(batch[53..], producer.Sequence);
        BinaryPrimitives.WriteInt32BigEndian(batch[57..], count);
        BinaryPrimitives.WriteUInt32BigEndian(batch[17..], Crc32C.Compute(batch[CrcStart..]));
    }

    /// <summary>Writes a batch without records: offsets that compaction has emptied.</summary>
    public static void WriteEmpty(Span<byte> batch, long baseOffset, int offsets)
    {
        batch.Clear();
        SetBaseOffset(batch, baseOffset);
        Seal(batch, 0, 0, -1, -1, ProducerStamp.None);
        BinaryPrimitives.WriteInt32BigEndian(batch[23..], offsets - 1);
        BinaryPrimitives.WriteUInt32BigEndian(batch[17..], Crc32C.Compute(batch[CrcStart..]));
    }

    /// <summary>Says that the records are no longer compressed.</summary>
    public static void ClearCodec(Span<byte> header) =>
        BinaryPrimitives.WriteInt16BigEndian(header[21..], (short)(Attributes(header) & ~CodecBits));

    /// <summary>Completes a batch that has lost records: length, number of records and checksum.</summary>
    public static void SealShortened(Span<byte> batch, int count, long maxTimestamp)
    {
        BinaryPrimitives.WriteInt32BigEndian(batch[8..], batch.Length - LengthEnd);
        BinaryPrimitives.WriteInt64BigEndian(batch[35..], maxTimestamp);
        BinaryPrimitives.WriteInt32BigEndian(batch[57..], count);
        BinaryPrimitives.WriteUInt32BigEndian(batch[17..], Crc32C.Compute(batch[CrcStart..]));
    }
}
