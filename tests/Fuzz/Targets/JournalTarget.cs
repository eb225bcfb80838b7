using System.Buffers.Binary;
using Kappa.Logs;
using Kappa.Tests;

namespace Kappa.Fuzz;

/// <summary>
/// The bytes are the journal file of a log that was not closed; then the same with all checksums right, so that what is
/// behind them is reached.
/// </summary>
internal static class JournalTarget
{
    private const string Journal = "log/journal/00000000000000000001.journal";

    private static readonly FaultyFileSystem Log = Write();

    /// <summary>The journal of that log as it was written, without the zeros that are reserved ahead.</summary>
    public static byte[] Written()
    {
        using IFile file = Log.Open(Journal);
        byte[] bytes = new byte[file.Length];
        file.Read(bytes, 0);
        return bytes[..(bytes.AsSpan().LastIndexOfAnyExcept((byte)0) + 1)];
    }

    public static string Run(ReadOnlySpan<byte> input) => Sealing.Both(input, Seal, Measured);

    private static string Measured(ReadOnlySpan<byte> input)
    {
        long before = FuzzMemory.Now;
        string outcome = Open(input);
        FuzzMemory.Check(before, input.Length, mayExpand: false);
        return outcome;
    }

    /// <summary>Gives every record that can be found by the lengths the checksum of what it says now.</summary>
    private static void Seal(Span<byte> rest)
    {
        const int prefix = JournalEncoder.PrefixBytes;
        while (rest.Length >= prefix + JournalEncoder.BodyHeaderBytes)
        {
            int length = BinaryPrimitives.ReadInt32LittleEndian(rest);
            if (length < JournalEncoder.BodyHeaderBytes || length > rest.Length - prefix)
            {
                return;
            }

            BinaryPrimitives.WriteUInt32LittleEndian(rest[4..], Crc32C.Compute(rest.Slice(prefix, length)));
            rest = rest[(prefix + length)..];
        }
    }

    private static string Open(ReadOnlySpan<byte> input)
    {
        FaultyFileSystem files = Log.Copy();
        using (IFile file = files.Open(Journal))
        {
            file.SetLength(0);
            file.Write(input, 0);
        }

        try
        {
            using EmbeddedLog log = EmbeddedLog.Open(files, "log");
            return "read";
        }
        catch (KappaException error) when (error.Code is "KAP2001" or "KAP2201" or "KAP2202" or "KAP2203")
        {
            return error.Code;
        }
    }

    private static FaultyFileSystem Write()
    {
        FaultyFileSystem files = new();
        EmbeddedLog log = EmbeddedLog.Open(files, "log", new EmbeddedLogOptions { InlineCommitBytes = 200 });
        log.CreateTopic("t", new TopicSettings { Partitions = 2 });
        ILogProducer producer = log.OpenProducer("p");
        for (int i = 0; i < 4; i++)
        {
            using RecordBuffer buffer = new();
            buffer.Add(i, true, "key"u8, true, new byte[i * 60]);
            producer.Append(new TopicPartition("t", i % 2), buffer);
            producer.Commit();
        }

        return files; // As if killed.
    }
}
