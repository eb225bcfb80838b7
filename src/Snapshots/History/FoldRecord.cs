using System.Buffers.Binary;
using Kappa.Logs;

namespace Kappa.Snapshots;

/// <summary>A record of a change log as a row of a run: of the records of a key the last one comes first.</summary>
/// <remarks>Before each value stand a byte that is 0 for a deletion, and the time.</remarks>
internal static class FoldRecord
{
    /// <summary>Bytes before a value.</summary>
    public const int HeadBytes = 9;

    private const int PartitionBits = 16;

    /// <summary>Writes what stands before a value.</summary>
    public static void WriteHead(Span<byte> head, bool hasValue, long timestampMs)
    {
        head[0] = hasValue ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt64LittleEndian(head[1..], timestampMs);
    }

    /// <summary>Where a record stands; a later one of its key is before it.</summary>
    /// <remarks>A key is in one partition; where others wrote it to several, the last one of them counts.</remarks>
    public static long PlaceOf(RecordCursor cursor) =>
        ~(((long)cursor.Partition.Partition << (64 - PartitionBits)) | cursor.Offset);

    /// <summary>Adds a record to a run.</summary>
    public static void Append(RowBytes run, RecordCursor cursor)
    {
        ReadOnlySpan<byte> value = cursor.Value;
        SpoolRun.Begin(run, cursor.Key, HeadBytes + value.Length, PlaceOf(cursor));
        WriteHead(run.Reserve(HeadBytes), cursor.HasValue, cursor.TimestampMs);
        run.Advance(HeadBytes);
        run.Add(value);
    }
}
