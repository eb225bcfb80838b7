using System.Text;

namespace Kappa.Logs.Tests;

/// <summary>The journal's tail: torn, it was never acknowledged; damaged before it, the start is refused.</summary>
public sealed class JournalTests
{
    private const string Segment = "log/t-0/00000000000000000000.log";
    private static readonly TopicPartition Partition = new("t", 0);

    [Fact]
    public void A_torn_tail_of_any_length_ends_the_log_before_the_torn_commit()
    {
        FaultyFileSystem files = KilledLog(out long lastCommitStart);
        string journal = Files.OnlyJournal(files);
        byte[] good = Files.ReadJournal(files);

        for (long length = lastCommitStart; length < good.Length; length++)
        {
            FaultyFileSystem torn = Beheaded(files);
            byte[] rest = new byte[length % 2 * 500];
            Array.Fill(rest, (byte)0xff);
            Files.Replace(torn, journal, [.. good.AsSpan(0, (int)length), .. rest]);
            using EmbeddedLog log = EmbeddedLog.Open(torn, "log");

            Assert.Equal(["a", "b"], log.ReadAll(Partition));
            Assert.Equal(1, log.Generation);
        }
    }

    [Fact]
    public void A_tail_of_zeros_or_garbage_ends_the_log_there()
    {
        FaultyFileSystem files = KilledLog(out _);
        string journal = Files.OnlyJournal(files);
        byte[] good = Files.ReadJournal(files);
        byte[] garbage = new byte[700];
        Seed.Random(out _).NextBytes(garbage);

        foreach (byte[] tail in new[] { new byte[700], garbage })
        {
            FaultyFileSystem copy = files.Copy();
            Files.Replace(copy, journal, [.. good, .. tail]);
            using EmbeddedLog log = EmbeddedLog.Open(copy, "log");

            Assert.Equal(["a", "b", "c"], log.ReadAll(Partition));
        }
    }

    [Fact]
    public void A_flip_of_any_byte_before_the_last_record_is_refused_not_taken_for_a_torn_tail()
    {
        FaultyFileSystem files = KilledLog(out long lastCommitStart);
        string journal = Files.OnlyJournal(files);
        byte[] good = Files.ReadJournal(files);

        foreach (int at in Campaign.Positions((int)lastCommitStart, 60))
        {
            byte[] bad = [.. good];
            bad[at] ^= 0x40;
            FaultyFileSystem copy = files.Copy();
            Files.Replace(copy, journal, bad);

            KappaException error = Assert.Throws<KappaException>(() => EmbeddedLog.Open(copy, "log"));

            Assert.Equal(("KAP2201", ExitCodes.DiskFailure), (error.Code, error.ExitCode));
            Assert.Contains(".journal is damaged at byte", error.Message);
        }
    }

    [Fact]
    public void A_flip_of_any_byte_of_the_only_checkpoint_is_refused()
    {
        FaultyFileSystem files = KilledLog(out _);
        EmbeddedLog.Open(files, "log").Dispose();
        string journal = Files.OnlyJournal(files);
        byte[] good = Files.ReadJournal(files);

        foreach (int at in Campaign.Positions(good.Length, 60))
        {
            byte[] bad = [.. good];
            bad[at] ^= 0x04;
            FaultyFileSystem copy = files.Copy();
            Files.Replace(copy, journal, bad);

            KappaException error = Assert.Throws<KappaException>(() => EmbeddedLog.Open(copy, "log"));

            Assert.Equal(("KAP2202", ExitCodes.DiskFailure), (error.Code, error.ExitCode));
        }
    }

    [Fact]
    public void A_record_that_was_written_when_nothing_was_synced_does_not_vouch_for_the_torn_one_before_it()
    {
        FaultyFileSystem files = new();
        EmbeddedLogOptions never = new() { Acknowledge = AcknowledgePolicy.Never };
        EmbeddedLog log = EmbeddedLog.Open(files, "log", never);
        log.CreateTopic("t", new TopicSettings());
        ILogProducer producer = log.OpenProducer();
        producer.Append(Partition, "a");
        int torn = Files.ReadJournal(files).Length;
        producer.Append(Partition, "b");
        producer.Append(Partition, "c");
        byte[] bytes = Files.ReadJournal(files);
        bytes[torn + JournalEncoder.PrefixBytes] ^= 0x40;
        FaultyFileSystem cut = files.Copy();
        Files.Replace(cut, Files.OnlyJournal(cut), bytes);

        using EmbeddedLog reopened = EmbeddedLog.Open(cut, "log", never);

        Assert.Equal(["a"], reopened.ReadAll(Partition));
    }

    [Fact]
    public void A_partition_of_a_commit_that_is_no_number_of_one_is_damage_though_the_checksum_is_right()
    {
        FaultyFileSystem files = KilledLog(out _);
        using JournalEncoder forged = new();
        forged.Begin(JournalKind.InlineCommit, synced: 0);
        forged.Text(Partition.Topic);
        foreach (long number in new[] { -1L, 0, 0, 0, 1, 0 })
        {
            forged.Number(number);
        }

        forged.End();
        Files.Replace(files, Files.OnlyJournal(files), [.. Files.ReadJournal(files), .. forged.Written]);

        KappaException error = Assert.Throws<KappaException>(() => EmbeddedLog.Open(files, "log"));

        Assert.Contains("the number -1 in it is out of range", error.Message);
    }

    [Fact]
    public void The_bytes_of_a_large_commit_are_written_once_and_not_to_the_journal_too()
    {
        FaultyFileSystem files = new();
        using EmbeddedLog log = EmbeddedLog.Open(files, "log", new EmbeddedLogOptions { InlineCommitBytes = 300 });
        log.CreateTopic("t", new TopicSettings());
        using ILogProducer producer = log.OpenProducer();
        producer.Append(Partition, new string('s', 100));
        producer.Append(Partition, new string('l', 400));

        string journal = Encoding.Latin1.GetString(Files.ReadJournal(files));

        Assert.Contains(new string('s', 100), journal);
        Assert.DoesNotContain("ll", journal);
    }

    [Fact]
    public void A_record_of_an_unknown_version_is_refused()
    {
        FaultyFileSystem files = KilledLog(out _);
        string journal = Files.OnlyJournal(files);
        byte[] bytes = Files.Read(files, journal);
        int length = BitConverter.ToInt32(bytes);
        bytes[8] = 9;
        BitConverter.GetBytes(Crc32C.Compute(bytes.AsSpan(8, length))).CopyTo(bytes, 4);
        Files.Replace(files, journal, bytes);

        KappaException error = Assert.Throws<KappaException>(() => EmbeddedLog.Open(files, "log"));

        Assert.Equal(("KAP2001", ExitCodes.Mismatch), (error.Code, error.ExitCode));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(7)] // Three records and three markers end at 6.
    public void A_commit_that_does_not_begin_where_its_partition_ends_is_refused_with_a_right_checksum(long first)
    {
        FaultyFileSystem files = KilledLog(out _);
        int end = Files.Read(files, Segment).Length;
        using JournalEncoder forged = new();
        forged.Begin(JournalKind.InlineCommit, synced: 0);
        forged.Text(Partition.Topic);
        foreach (long number in new[] { Partition.Partition, 0, end, first, first + 1, 0 })
        {
            forged.Number(number);
        }

        forged.End();
        Files.Replace(files, Files.OnlyJournal(files), [.. Files.ReadJournal(files), .. forged.Written]);

        KappaException error = Assert.Throws<KappaException>(() => EmbeddedLog.Open(files, "log"));

        Assert.Equal("KAP2201", error.Code);
        Assert.Contains($"begins at offset {first}, not 6", error.Message);
    }

    [Fact]
    public void The_journal_stays_short_however_much_is_committed()
    {
        FaultyFileSystem files = new();
        using EmbeddedLog log = EmbeddedLog.Open(files, "log", new EmbeddedLogOptions { JournalBytes = 5_000 });
        log.CreateTopic("t", new TopicSettings());
        using ILogProducer producer = log.OpenProducer("p");

        for (int i = 0; i < 500; i++)
        {
            producer.Append(Partition, "value");
            Assert.InRange(Files.Read(files, Files.OnlyJournal(files)).Length, 1, 5_500);
        }
    }

    private static FaultyFileSystem KilledLog(out long lastCommitStart)
    {
        FaultyFileSystem files = new();
        EmbeddedLog log = EmbeddedLog.Open(files, "log");
        log.CreateTopic("t", new TopicSettings());
        ILogProducer producer = log.OpenProducer("p");
        producer.Append(Partition, "a");
        producer.Append(Partition, "b");
        lastCommitStart = Files.ReadJournal(files).Length;
        producer.Append(Partition, "c");
        return files.Copy();
    }

    // The journal is written before the segment: where the record is torn, the segment has nothing of it.
    private static FaultyFileSystem Beheaded(FaultyFileSystem files)
    {
        FaultyFileSystem copy = files.Copy();
        byte[] bytes = Files.Read(copy, Segment);
        Files.Replace(copy, Segment, bytes.AsSpan(0, bytes.Length / 3 * 2));
        return copy;
    }
}
