using Kappa.Logs;

namespace Kappa.Fuzz;

/// <summary>The bytes are a segment file, for whoever looks at files: <c>kappa log inspect</c> and <c>verify</c>.</summary>
internal static class SegmentTarget
{
    private const string Directory = "t-0";

    public static string Run(ReadOnlySpan<byte> input)
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
