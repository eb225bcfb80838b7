using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Kappa.Logs;

namespace Kappa.Fuzz;

/// <summary>
/// The bytes are a record batch whose length and checksum are right: what is behind the checksum has to hold too.
/// </summary>
internal static class BatchTarget
{
    public static string Run(ReadOnlySpan<byte> input)
    {
        byte[] buffer = new byte[Math.Max(input.Length, BatchHeader.Bytes) + RecordBatch.Slack];
        Span<byte> batch = buffer.AsSpan(0, buffer.Length - RecordBatch.Slack);
        input.CopyTo(batch);
        BatchHeader.SetBaseOffset(batch, 0);
        BinaryPrimitives.WriteInt32BigEndian(batch[8..], batch.Length - 12);
        batch[16] = 2;
        BinaryPrimitives.WriteUInt32BigEndian(batch[17..], Crc32C.Compute(batch[21..]));
        buffer.AsSpan(batch.Length).Fill(0xff); // A record that goes on beyond its batch shall find nonsense there.

        // As somebody sees it who looks at files, then as a topology does.
        string asFile = SegmentTarget.Run(batch);
        return BatchHeader.Flaw(batch, 0, mayHaveGaps: true) is null ? Read(buffer, batch.Length) : asFile;
    }

    private static string Read(byte[] buffer, int total)
    {
        long before = FuzzMemory.Now;
        string outcome = Read(new FuzzBatchReader(buffer, total));
        FuzzMemory.Check(before, total);
        return outcome;
    }

    private static string Read(FuzzBatchReader reader)
    {
        using RecordCursor cursor = new(reader);
        try
        {
            while (cursor.MoveNext(long.MaxValue))
            {
                RequireInside(reader.Records, cursor.Key);
                RequireInside(reader.Records, cursor.Value);
                RequireInside(reader.Records, cursor.Headers);
            }

            return "read";
        }
        catch (KappaException error) when (error.Code is "KAP2204" or "KAP2205")
        {
            return error.Code;
        }
    }

    /// <summary>The cursor goes by references: nobody else would notice that it has left the batch.</summary>
    private static void RequireInside(ReadOnlySpan<byte> records, ReadOnlySpan<byte> part)
    {
        if (part.Length > 0)
        {
            nint start = Unsafe.ByteOffset(
                ref MemoryMarshal.GetReference(records), ref MemoryMarshal.GetReference(part));
            if (start < 0 || start + part.Length > records.Length)
            {
                throw new InvalidOperationException($"A part at byte {start} has {part.Length} of {records.Length}.");
            }
        }
    }
}
