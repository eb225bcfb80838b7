namespace Kappa.Logs.Tests;

/// <summary>Every write and every sync failing in turn.</summary>
public sealed class FaultTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static readonly EmbeddedLogOptions Tiny = new()
    {
        SegmentBytes = 1_500,
        InlineCommitBytes = 500,
        JournalBytes = 4_000,
    };

    [Theory]
    [InlineData(true, DiskFault.InputOutputError), InlineData(true, DiskFault.NoSpace)]
    [InlineData(false, DiskFault.InputOutputError), InlineData(false, DiskFault.NoSpace)]
    public void Any_failing_write_or_sync_loses_nothing_acknowledged_and_shows_no_half_commit(
        bool sync, DiskFault fault)
    {
        Random random = Seed.Random(out int seed);
        bool failed = true;
        int step = Campaign.Choose(5, 1);
        for (int nth = random.Next(1, step + 1); failed; nth += step)
        {
            FaultyFileSystem files = new(tracksCrashes: true);
            CrashHistory history = new(random);
            Run(files, history, sync, nth, fault);
            failed = !files.IsFaultPending;

            using EmbeddedLog killed = EmbeddedLog.Open(files.Copy(), "log", Tiny);
            using EmbeddedLog cut = EmbeddedLog.Open(files.CrashImage(random), "log", Tiny);

            Assert.True(history.CountCommits(killed, true) >= history.Acknowledged, $"nth {nth}, KAPPA_SEED={seed}");
            Assert.True(history.CountCommits(cut, true) >= history.Acknowledged, $"nth {nth}, KAPPA_SEED={seed}");
        }
    }

    [Fact]
    public void A_failed_sync_is_never_an_acknowledgement_and_ends_the_log()
    {
        FaultyFileSystem files = new();
        TopicPartition partition = new("t", 0);
        using EmbeddedLog log = EmbeddedLog.Open(files, "log");
        log.CreateTopic("t", new TopicSettings());
        using ILogProducer producer = log.OpenProducer();
        using ILogProducer other = log.OpenProducer();
        files.FailSync(1, DiskFault.InputOutputError);

        KappaException error = Assert.Throws<KappaException>(() => producer.Append(partition, "lost"));

        Assert.Equal(("KAP2401", ExitCodes.DiskFailure), (error.Code, error.ExitCode));
        Assert.Contains(".journal", error.Message);
        Assert.Contains("EIO", error.Message);
        Assert.Same(error, Assert.Throws<KappaException>(() => other.Append(partition, "refused")));
        Assert.Same(error, Assert.Throws<KappaException>(() => log.OpenProducer("p")));
        Assert.Empty(log.ReadAll(partition));
    }

    [Fact]
    public void A_producer_whose_fencing_could_not_be_synced_is_not_opened_and_the_log_ends()
    {
        FaultyFileSystem files = new();
        using EmbeddedLog log = EmbeddedLog.Open(files, "log");
        files.FailSync(1, DiskFault.InputOutputError); // After a power cut the older one would not be fenced.

        KappaException error = Assert.Throws<KappaException>(() => log.OpenProducer("p"));

        Assert.Equal("KAP2401", error.Code);
        Assert.Same(error, Assert.Throws<KappaException>(() => log.OpenProducer("p")));
    }

    [Fact]
    public void A_topic_whose_file_could_not_be_synced_is_not_there_and_the_log_ends()
    {
        FaultyFileSystem files = new();
        using EmbeddedLog log = EmbeddedLog.Open(files, "log");
        files.FailSync(1, DiskFault.InputOutputError);

        KappaException error = Assert.Throws<KappaException>(() => log.CreateTopic("t", new TopicSettings()));

        Assert.Equal("KAP2401", error.Code);
        Assert.Empty(log.Topics);
        Assert.Same(error, Assert.Throws<KappaException>(() => log.CreateTopic("u", new TopicSettings())));
        using EmbeddedLog reopened = EmbeddedLog.Open(files.Copy(), "log");
        Assert.Empty(reopened.Topics);
    }

    [Fact]
    public async Task Followers_of_a_log_whose_disk_failed_are_told()
    {
        FaultyFileSystem files = new();
        using EmbeddedLog log = EmbeddedLog.Open(files, "log");
        log.CreateTopic("t", new TopicSettings());
        using ILogProducer producer = log.OpenProducer();
        Task waiting = log.WaitForChangeAsync(log.ChangeNumber, TestContext.Current.CancellationToken);
        files.FailSync(1, DiskFault.InputOutputError);

        Assert.Throws<KappaException>(() => producer.Append(new TopicPartition("t", 0), "lost"));

        await Assert.ThrowsAsync<KappaException>(() => waiting.WaitAsync(Patience));
    }

    private static void Run(FaultyFileSystem files, CrashHistory history, bool sync, int nth, DiskFault fault)
    {
        if (sync)
        {
            files.FailSync(nth, fault);
        }
        else
        {
            files.FailWrite(nth, fault);
        }

        try
        {
            EmbeddedLog log = EmbeddedLog.Open(files, "log", Tiny);
            log.CreateTopic("t", new TopicSettings { Partitions = CrashHistory.Partitions });
            ILogProducer producer = log.OpenProducer("p");
            for (int i = 0; i < 25; i++)
            {
                history.Commit(producer, 300);
            }
        }
        catch (DiskFullException)
        {
            // The commit was refused.
        }
        catch (KappaException error)
        {
            Assert.Equal(ExitCodes.DiskFailure, error.ExitCode);
        }
    }
}
