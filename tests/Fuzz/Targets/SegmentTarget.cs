using System.Buffers.Binary;
using Kappa.Logs;

namespace Kappa.Fuzz;

/// <summary>
/// The bytes are a segment file, for whoever looks at files (<c>kappa log verify</c>); then the same with all checksums
/// right, so that what is behind them is reached.
/// </summary>
internal static class SegmentTarget
{
    private const string Directory = "t-0";

    public static string Run(ReadOnlySpan<byte> input) => Sealing.Both(input, Seal, Measured);

    /// <summary>Gives every batch that can be found by the lengths the checksum of what it says now.</summary>
    private static void Seal(Span<byte> rest)
    {
        while (rest.Length >= BatchHeader.Bytes)
        {
            int total = BatchHeader.TotalBytes(rest);
            if (total < 0 || total > rest.Length)
            {
                return;
            }

            BinaryPrimitives.WriteUInt32BigEndian(
                rest[17..], Crc32C.Compute(rest[BatchHeader.CrcStart..total]));
            rest = rest[total..];
        }
    }

    private static string Measured(ReadOnlySpan<byte> input)
    {
        long before = FuzzMemory.Now;
        string outcome = Read(input);
        FuzzMemory.Check(before, input.Length);
        return outcome;
    }

    private static string Read(ReadOnlySpan<byte> input)
    {
        MemoryFileSystem files = new();
        files.CreateDirectory(Directory);
        using (IFile file = files.Open($"{Directory}/00000000000000000000.log"))
        {
            file.Write(input, 0);
        }

        PartitionDirectory directory = PartitionDirectory.Open(files, Directory);
        using SegmentReader reader = directory.OpenSegment(directory.Segments[0]);
        string outcome = "read";
        while (reader.MoveNext())
        {
            outcome = reader.Damage is null ? Walk(reader) : "KAP2201";
        }

        return reader.Damage is null ? outcome : "KAP2201";
    }

    private static string Walk(SegmentReader reader)
    {
        try
        {
            long count = 0;
            SegmentRecords records = reader.Records();
            while (records.MoveNext())
            {
                count++;
            }

            return count == reader.Batch.Records ? "read" : throw new InvalidOperationException(
                $"{count} records were handed out, and the header says {reader.Batch.Records}.");
        }
        catch (KappaException error) when (error.Code is "KAP2204" or "KAP2205")
        {
            return error.Code;
        }
    }
}
