namespace Kappa.Logs.Tests;

/// <summary>A disk that is full refuses commits, and nothing else; not one byte of what it refused stays.</summary>
public sealed class FullDiskTests
{
    private static readonly TopicPartition Partition = new("t", 0);

    private static readonly EmbeddedLogOptions Tiny = new()
    {
        SegmentBytes = 600,
        InlineCommitBytes = 500,
        JournalBytes = 4_000,
    };

    [Fact]
    public void A_full_disk_refuses_a_commit_and_says_so()
    {
        FaultyFileSystem files = new();
        using EmbeddedLog log = EmbeddedLog.Open(files, "log");
        log.CreateTopic("t", new TopicSettings());
        using ILogProducer producer = log.OpenProducer();
        files.FailWrite(1, DiskFault.NoSpace);

        DiskFullException error = Assert.Throws<DiskFullException>(() => producer.Append(Partition, "refused"));

        Assert.Equal(("KAP2207", ExitCodes.Refused), (error.Code, error.ExitCode));
        Assert.Contains("ENOSPC", error.Message);
        Assert.Empty(log.ReadAll(Partition));
    }

    [Theory]
    [InlineData(100), InlineData(1_000)] // In the journal too, or in its segments alone.
    public void A_refused_commit_is_gone_whichever_write_found_the_disk_full_and_the_log_goes_on(int bytes)
    {
        string refused = new('r', bytes);
        for (int before = 0; before < 4; before++)
        {
            bool isRefused = true;
            for (int nth = 1; isRefused; nth++)
            {
                FaultyFileSystem files = new(tracksCrashes: true);
                using EmbeddedLog log = EmbeddedLog.Open(files, "log", Tiny);
                log.CreateTopic("t", new TopicSettings());
                List<string> written = [.. Enumerable.Range(0, before).Select(n => $"{n}")];
                written.ForEach(value => Append(log, value));
                files.FailWrite(nth, DiskFault.NoSpace);

                isRefused = Record.Exception(() => Append(log, refused, refused)) is DiskFullException;

                if (!isRefused)
                {
                    Assert.True(nth > 2, $"only {nth - 1} writes");
                    break;
                }

                Check(files, log, written, $"{bytes} bytes after {before}, write {nth}");
            }
        }
    }

    [Fact]
    public void The_segment_that_a_refused_commit_had_begun_is_no_part_of_the_log()
    {
        FaultyFileSystem files = new(tracksCrashes: true);
        using EmbeddedLog log = EmbeddedLog.Open(files, "log", Tiny);
        log.CreateTopic("t", new TopicSettings());
        Append(log, "first");
        using ILogProducer producer = log.OpenProducer("p");
        using RecordBuffer one = Records.Buffer(new string('1', 300));
        using RecordBuffer two = Records.Buffer(new string('2', 400)); // Begins a segment.
        producer.Append(Partition, one);
        producer.Append(Partition, two);
        files.FailWrite(3, DiskFault.NoSpace); // The journal's.

        Assert.Throws<DiskFullException>(() => producer.Commit());

        Assert.Single(files.List("log/t-0"), name => name.EndsWith(".log", StringComparison.Ordinal));
        Check(files, log, ["first"], "two segments");
    }

    [Fact]
    public void A_topic_that_finds_no_room_is_not_there_and_the_log_goes_on()
    {
        FaultyFileSystem files = new();
        using EmbeddedLog log = EmbeddedLog.Open(files, "log");
        log.CreateTopic("t", new TopicSettings());
        files.FailWrite(2, DiskFault.NoSpace);

        Assert.Throws<NoRoomException>(() => log.CreateTopic("u", new TopicSettings()));

        Assert.Equal(["t"], log.Topics.Select(topic => topic.Name));
        log.CreateTopic("u", new TopicSettings());
        Append(log, "a");
        Assert.Equal(["a"], log.ReadAll(Partition));
    }

    [Fact]
    public void The_index_forgets_what_a_refused_commit_had_noted_in_it()
    {
        FaultyFileSystem files = new();
        using EmbeddedLog log = EmbeddedLog.Open(files, "log", new EmbeddedLogOptions { IndexIntervalBytes = 1 });
        log.CreateTopic("t", new TopicSettings());
        Append(log, "0");
        using ILogProducer producer = log.OpenProducer();
        RecordBuffer[] refused = [.. new[] { 10, 300, 20 }.Select(bytes => Records.Buffer(new string('r', bytes)))];
        Array.ForEach(refused, batch => producer.Append(Partition, batch));
        files.FailWrite(1, DiskFault.NoSpace);
        Assert.Throws<DiskFullException>(() => producer.Commit());

        string[] values = ["0", new string('1', 40), new string('2', 200), "3"]; // Batches begin elsewhere.
        Array.ForEach(values[1..], value => Append(log, value));

        for (int offset = 0; offset < values.Length; offset++)
        {
            Assert.Equal(values[offset..], log.ReadAll(Partition, offset));
        }
    }

    [Fact]
    public void An_index_that_finds_no_room_is_left_out_and_the_log_goes_on()
    {
        EmbeddedLogOptions options = new() { IndexIntervalBytes = 1, JournalBytes = 100 }; // Each commit saves it.
        int without = 0;
        bool isPending = false;
        for (int nth = 1; !isPending; nth++)
        {
            FaultyFileSystem files = new();
            using EmbeddedLog log = EmbeddedLog.Open(files, "log", options);
            log.CreateTopic("t", new TopicSettings());
            Append(log, "0");
            files.FailWrite(nth, DiskFault.NoSpace);

            Exception? refused = Record.Exception(() => Append(log, "1"));

            isPending = files.IsFaultPending;
            files.FailWrite(0, DiskFault.NoSpace);
            Assert.True(refused is null or DiskFullException, $"{refused}");
            without += files.FileExists("log/t-0/00000000000000000000.index") ? 0 : 1;
            Append(log, "2");
            Assert.Equal(refused is null ? ["0", "1", "2"] : ["0", "2"], log.ReadAll(Partition));
        }

        Assert.InRange(without, 1, 3); // Its length, and its bytes.
    }

    /// <summary>Goes on, and compares what is there, after a kill and a power cut too.</summary>
    private static void Check(FaultyFileSystem files, EmbeddedLog log, List<string> written, string hint)
    {
        Assert.Equal(written, log.ReadAll(Partition));
        foreach (FaultyFileSystem image in new[] { files.Copy(), files.CrashImage(new Random(1)) })
        {
            using EmbeddedLog reopened = EmbeddedLog.Open(image, "log", Tiny);
            Assert.Equal(written, reopened.ReadAll(Partition));
        }

        List<string> more = [.. Enumerable.Range(0, 12).Select(n => $"{n} {new string('m', 60 * n)}")];
        more.ForEach(value => Append(log, value));
        Assert.True(written.Concat(more).SequenceEqual(log.ReadAll(Partition)), hint);
        foreach (FaultyFileSystem image in new[] { files.Copy(), files.CrashImage(new Random(1)) })
        {
            using EmbeddedLog reopened = EmbeddedLog.Open(image, "log", Tiny);
            Assert.True(written.Concat(more).SequenceEqual(reopened.ReadAll(Partition)), hint);
        }
    }

    private static void Append(EmbeddedLog log, params string[] values)
    {
        using ILogProducer producer = log.OpenProducer();
        producer.Append(Partition, values);
    }
}
