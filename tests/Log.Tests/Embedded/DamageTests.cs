namespace Kappa.Logs.Tests;

/// <summary>Damage of files at rest: found and named, never returned as data.</summary>
public sealed class DamageTests
{
    private const string Segment = "log/t-0/00000000000000000000.log";
    private static readonly TopicPartition Partition = new("t", 0);

    [Fact]
    public void A_flip_of_any_byte_of_a_segment_is_refused_with_file_byte_and_offset()
    {
        FaultyFileSystem files = ClosedLog(out List<string> written);
        byte[] good = Files.Read(files, Segment);

        foreach (int at in Campaign.Positions(good.Length, 60))
        {
            byte[] bad = [.. good];
            bad[at] ^= (byte)(1 << (at % 8));
            Files.Replace(files, Segment, bad);
            using EmbeddedLog log = EmbeddedLog.Open(files.Copy(), "log");

            KappaException error = Assert.Throws<KappaException>(() => log.ReadAll(Partition));

            Assert.Equal(("KAP2201", ExitCodes.DiskFailure), (error.Code, error.ExitCode));
            Assert.Matches(@"0\.log is damaged at byte \d+ \(offset \d+\)", error.Message);
        }

        Assert.NotEmpty(written);
    }

    [Fact]
    public void Damage_that_was_not_closed_cleanly_is_mended_from_the_journal()
    {
        FaultyFileSystem files = new();
        EmbeddedLog log = OpenWithRecords(files, out List<string> written);
        Assert.NotNull(log);
        byte[] bytes = Files.Read(files, Segment);
        Array.Fill(bytes, (byte)0xff);
        FaultyFileSystem killed = files.Copy();
        Files.Replace(killed, Segment, bytes);

        using EmbeddedLog reopened = EmbeddedLog.Open(killed, "log");

        Assert.Equal(written, reopened.ReadAll(Partition));
    }

    [Fact]
    public void Damage_in_a_large_commit_is_refused_at_the_start_though_it_is_the_last_that_was_acknowledged()
    {
        EmbeddedLogOptions options = new() { InlineCommitBytes = 10 };
        FaultyFileSystem files = new();
        EmbeddedLog killed = OpenWithRecords(files, out _, options);
        Assert.NotNull(killed);
        byte[] good = Files.Read(files, Segment);

        foreach (int at in Campaign.Positions(good.Length, 60))
        {
            byte[] bad = [.. good];
            bad[at] ^= (byte)(1 << (at % 8));
            Files.Replace(files, Segment, bad);

            KappaException error = Assert.Throws<KappaException>(() => EmbeddedLog.Open(files.Copy(), "log"));

            Assert.Equal("KAP2201", error.Code);
        }
    }

    [Fact]
    public void A_large_commit_that_was_not_acknowledged_and_is_not_whole_is_a_torn_tail()
    {
        EmbeddedLogOptions options = new() { InlineCommitBytes = 10 };
        FaultyFileSystem files = new();
        EmbeddedLog log = OpenWithRecords(files, out List<string> written, options);
        int whole = Files.Read(files, Segment).Length;
        FaultyFileSystem? killed = null;
        int changes = 0;
        ILogProducer producer = log.OpenProducer();
        files.BeforeChange = () => killed = ++changes == 3 ? files.Copy() : killed; // Batch, record, then the syncs.
        producer.Append(Partition, "the last commit, which nothing behind it vouches for");
        Files.Replace(killed!, Segment, Files.Read(killed!, Segment).AsSpan(0, whole + 20));

        using EmbeddedLog reopened = EmbeddedLog.Open(killed!, "log");

        Assert.Equal(written, reopened.ReadAll(Partition));
        Assert.Equal(1, reopened.Generation);
    }

    [Fact]
    public void Of_a_large_commit_that_is_not_whole_in_one_partition_nothing_is_shown_in_the_others()
    {
        FaultyFileSystem files = new();
        EmbeddedLog log = EmbeddedLog.Open(files, "log", new EmbeddedLogOptions { InlineCommitBytes = 10 });
        log.CreateTopic("t", new TopicSettings { Partitions = 2 });
        using ILogProducer producer = log.OpenProducer();
        using RecordBuffer buffer = Records.Buffer("of a commit over two partitions");
        producer.Append(Partition, buffer);
        producer.Append(new TopicPartition("t", 1), buffer);
        FaultyFileSystem? killed = null;
        int changes = 0;
        files.BeforeChange = () => killed = ++changes == 4 ? files.Copy() : killed; // Two batches, record, then syncs.
        producer.Commit();
        Files.Replace(killed!, Segment.Replace("t-0", "t-1", StringComparison.Ordinal), []);

        using EmbeddedLog reopened = EmbeddedLog.Open(killed!, "log");

        Assert.NotEmpty(Files.Read(files, Segment));
        Assert.Equal(0, reopened.Offsets(Partition).LastStable);
        Assert.Equal(0, reopened.Offsets(new TopicPartition("t", 1)).LastStable);
    }

    [Fact]
    public void A_segment_that_was_begun_for_a_commit_that_was_never_decided_is_deleted()
    {
        FaultyFileSystem files = ClosedLog(out List<string> written);
        string begun = Segment.Replace("000.log", "100.log", StringComparison.Ordinal);
        Files.Replace(files, begun, Files.Read(files, Segment));

        using EmbeddedLog log = EmbeddedLog.Open(files, "log");

        Assert.False(files.FileExists(begun));
        Assert.Equal(written, log.ReadAll(Partition));
    }

    [Fact]
    public void A_segment_cut_short_at_any_length_is_refused_at_the_start()
    {
        FaultyFileSystem files = ClosedLog(out _);
        byte[] good = Files.Read(files, Segment);

        foreach (int length in Campaign.Positions(good.Length, 60))
        {
            Files.Replace(files, Segment, good.AsSpan(0, length));

            KappaException error = Assert.Throws<KappaException>(() => EmbeddedLog.Open(files.Copy(), "log"));

            Assert.Equal("KAP2201", error.Code);
            Assert.Contains($"at byte {length} ", error.Message);
        }
    }

    [Theory]
    [InlineData(0), InlineData(0xff)]
    public void What_lies_beyond_the_durable_end_is_cut(int filler)
    {
        FaultyFileSystem files = ClosedLog(out List<string> written);
        byte[] good = Files.Read(files, Segment);
        Files.Replace(files, Segment, [.. good, .. Enumerable.Repeat((byte)filler, 5_000)]);

        using EmbeddedLog log = EmbeddedLog.Open(files, "log");

        Assert.Equal(written, log.ReadAll(Partition));
        Assert.Equal(good.Length, Files.Read(files, Segment).Length);
    }

    [Fact]
    public void A_missing_segment_is_named()
    {
        FaultyFileSystem files = ClosedLog(out _);
        files.DeleteFile(Segment);

        KappaException error = Assert.Throws<KappaException>(() => EmbeddedLog.Open(files, "log"));

        Assert.Equal("KAP2201", error.Code);
        Assert.Contains(Segment, error.Message);
    }

    [Theory]
    [InlineData(0), InlineData(2), InlineData(3)]
    public void A_missing_segment_among_others_is_refused_by_density(int missing)
    {
        FaultyFileSystem files = new();
        EmbeddedLogOptions options = new() { SegmentBytes = 200 };
        using (EmbeddedLog log = EmbeddedLog.Open(files, "log", options))
        {
            log.CreateTopic("t", new TopicSettings());
            using ILogProducer producer = log.OpenProducer();
            for (int i = 0; i < 10; i++)
            {
                producer.Append(Partition, new string('x', 50));
            }
        }

        List<string> segments = [.. files.List("log/t-0")
            .Where(name => name.EndsWith(".log", StringComparison.Ordinal))];
        files.DeleteFile("log/t-0/" + segments[missing]);

        KappaException error = Assert.Throws<KappaException>(() =>
        {
            using EmbeddedLog log = EmbeddedLog.Open(files, "log", options);
            log.ReadAll(Partition);
        });

        Assert.Equal("KAP2201", error.Code);
    }

    [Fact]
    public void An_index_that_is_missing_or_wrong_is_built_again()
    {
        EmbeddedLogOptions options = new() { IndexIntervalBytes = 100 };
        FaultyFileSystem files = new();
        using (OpenWithRecords(files, out _, options))
        {
        }

        string index = Segment.Replace(".log", ".index", StringComparison.Ordinal);
        byte[] good = Files.Read(files, index);
        Assert.InRange(good.Length, 13 + (4 * 12), 1_000); // Several entries.
        foreach (int at in Campaign.Positions(good.Length, 60))
        {
            byte[] bad = [.. good];
            bad[at] ^= 0x10;
            Files.Replace(files, index, at == 0 ? [] : bad);
            using EmbeddedLog log = EmbeddedLog.Open(files.Copy(), "log", options);

            Assert.Equal([20, 21], log.ReadOffsets(Partition, 20).Take(2));
        }
    }

    [Theory]
    [InlineData(".index")]
    [InlineData(".timeindex")]
    public void A_damaged_index_is_named_once_and_replaced_by_a_sound_one(string suffix)
    {
        List<string> notices = [];
        EmbeddedLogOptions options = new() { IndexIntervalBytes = 100, Notice = notices.Add };
        FaultyFileSystem files = new();
        OpenWithRecords(files, out _, options).Dispose();
        string index = Segment.Replace(".log", suffix, StringComparison.Ordinal);
        byte[] good = Files.Read(files, index);
        byte[] bad = [.. good];
        bad[^1] ^= 1;
        Files.Replace(files, index, bad);

        for (int start = 0; start < 2; start++)
        {
            using EmbeddedLog log = EmbeddedLog.Open(files, "log", options);
            Assert.Equal([20, 21], log.ReadOffsets(Partition, 20).Take(2));
            log.OffsetAt(Partition, 1);
        }

        Assert.Contains(index, Assert.Single(notices), StringComparison.Ordinal);
        Assert.InRange(Files.Read(files, index).Length, good.Length / 2, good.Length * 2); // At other batches.
    }

    [Fact]
    public void A_missing_journal_is_named_and_not_taken_for_a_new_log()
    {
        FaultyFileSystem files = ClosedLog(out _);
        files.DeleteFile(Files.OnlyJournal(files));

        KappaException error = Assert.Throws<KappaException>(() => EmbeddedLog.Open(files, "log"));

        Assert.Equal(("KAP2202", ExitCodes.DiskFailure), (error.Code, error.ExitCode));
        Assert.Contains("log/journal", error.Message);
    }

    [Fact]
    public void A_missing_or_unknown_format_file_is_refused()
    {
        FaultyFileSystem files = ClosedLog(out _);
        Files.Replace(files, "log/format", "kappa-log 2\n"u8);

        KappaException unknown = Assert.Throws<KappaException>(() => EmbeddedLog.Open(files, "log"));
        files.DeleteFile("log/format");
        KappaException missing = Assert.Throws<KappaException>(() => EmbeddedLog.Open(files, "log"));

        Assert.Equal(("KAP2001", ExitCodes.Mismatch), (unknown.Code, unknown.ExitCode));
        Assert.Contains("kappa-log 2", unknown.Message);
        Assert.Equal("KAP2001", missing.Code);
    }

    [Fact]
    public void A_flip_of_any_byte_of_a_topic_file_is_refused()
    {
        FaultyFileSystem files = ClosedLog(out _);
        byte[] good = Files.Read(files, "log/topics/t");

        foreach (int at in Campaign.Positions(good.Length, 60))
        {
            byte[] bad = [.. good];
            bad[at] ^= 1;
            Files.Replace(files, "log/topics/t", bad);

            Assert.Equal("KAP2203", Assert.Throws<KappaException>(() => EmbeddedLog.Open(files.Copy(), "log")).Code);
        }
    }

    [Fact]
    public void A_missing_topic_file_is_named()
    {
        FaultyFileSystem files = ClosedLog(out _);
        files.DeleteFile("log/topics/t");

        KappaException error = Assert.Throws<KappaException>(() => EmbeddedLog.Open(files, "log"));

        Assert.Equal("KAP2203", error.Code);
        Assert.Contains("log/topics/t", error.Message);
    }

    private static FaultyFileSystem ClosedLog(out List<string> written)
    {
        FaultyFileSystem files = new();
        OpenWithRecords(files, out written).Dispose();
        return files;
    }

    private static EmbeddedLog OpenWithRecords(
        FaultyFileSystem files, out List<string> written, EmbeddedLogOptions? options = null)
    {
        EmbeddedLog log = EmbeddedLog.Open(files, "log", options);
        log.CreateTopic("t", new TopicSettings());
        using ILogProducer producer = log.OpenProducer("p");
        written = [];
        for (int i = 0; i < 8; i++)
        {
            string[] values = [.. Enumerable.Range(0, 3).Select(record => $"value {i} {record}")];
            producer.Append(Partition, values);
            written.AddRange(values);
        }

        return log;
    }
}
