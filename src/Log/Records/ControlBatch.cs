using System.Buffers.Binary;

namespace Kappa.Logs;

/// <summary>The batch that ends a transaction in a partition: one control record, COMMIT.</summary>
internal static class ControlBatch
{
    public const int Bytes = BatchHeader.Bytes + 17;

    private const short Abort = 0;
    private const short Commit = 1;
    private const int TypePosition = BatchHeader.Bytes + 7;

    /// <summary>Reads what a control batch says: its only record's key is its version and its type.</summary>
    public static ControlType TypeOf(ReadOnlySpan<byte> batch) =>
        batch.Length < TypePosition + 2 ? ControlType.Other
        : BinaryPrimitives.ReadInt16BigEndian(batch[TypePosition..]) switch
        {
            Abort => ControlType.Abort,
            Commit => ControlType.Commit,
            _ => ControlType.Other,
        };

    /// <summary>Writes a commit marker; its base offset is set when it is known.</summary>
    public static void WriteCommit(Span<byte> batch, long timestampMs, in ProducerStamp producer)
    {
        Span<byte> record = batch[BatchHeader.Bytes..];
        record.Clear();
        record[0] = 16 << 1; // Length of what follows, zigzag. Attributes and both deltas stay 0.
        record[4] = 4 << 1; // Key: version 0, type.
        BinaryPrimitives.WriteInt16BigEndian(record[7..], Commit);
        record[9] = 6 << 1; // Value: version 0, coordinator epoch 0. No headers.
        BatchHeader.Seal(
            batch, BatchHeader.Transactional | BatchHeader.Control, 1, timestampMs, timestampMs,
            producer with { Sequence = -1 });
    }
}
