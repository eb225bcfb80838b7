namespace Kappa.Logs.Tests;

public sealed class SyncPolicyTests
{
    private static readonly TopicPartition Partition = new("t", 0);
    private static readonly EmbeddedLogOptions Interval = new() { Acknowledge = AcknowledgePolicy.Interval };
    private static readonly EmbeddedLogOptions Never = new() { Acknowledge = AcknowledgePolicy.Never };

    [Fact]
    public void A_cut_never_ends_beyond_the_synced_end_so_a_power_cut_cannot_rewrite_it()
    {
        FixedTime time = new(1);
        using EmbeddedLog log = EmbeddedLog.Open(new FaultyFileSystem(), "log", Interval, time);
        log.CreateTopic("t", new TopicSettings());
        using ILogProducer producer = log.OpenProducer();
        long[] ends = new long[1];

        producer.Append(Partition, "a", "b");
        log.StableEnds([Partition], ends);
        long before = ends[0];
        time.Advance(1_000);
        log.StableEnds([Partition], ends);

        Assert.Equal((0, 2), (before, ends[0]));
        Assert.Equal(["a", "b"], log.ReadAll(Partition));
    }

    [Fact]
    public void A_cut_reaches_a_commit_that_was_synced_as_soon_as_it_is_acknowledged()
    {
        using EmbeddedLog log = EmbeddedLog.Open(new FaultyFileSystem(), "log");
        log.CreateTopic("t", new TopicSettings());
        using ILogProducer producer = log.OpenProducer();

        producer.Append(Partition, "a", "b");

        Assert.Equal(2, StableEnd(log));
    }

    [Fact]
    public async Task The_interval_sync_wakes_followers_since_a_cut_may_now_reach_further()
    {
        FixedTime time = new(1);
        using EmbeddedLog log = EmbeddedLog.Open(new FaultyFileSystem(), "log", Interval, time);
        log.CreateTopic("t", new TopicSettings());
        using ILogProducer producer = log.OpenProducer();
        producer.Append(Partition, "a");
        Task waiting = log.WaitForChangeAsync(log.ChangeNumber, TestContext.Current.CancellationToken);

        time.Advance(1_000);

        await waiting.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Under_never_cuts_follow_too_once_in_ten_intervals()
    {
        FixedTime time = new(1);
        FaultyFileSystem files = new(tracksCrashes: true);
        using EmbeddedLog log = EmbeddedLog.Open(files, "log", Never, time);
        log.CreateTopic("t", new TopicSettings());
        using ILogProducer producer = log.OpenProducer();
        producer.Append(Partition, "a", "b");

        time.Advance(9_999);
        long before = StableEnd(log);
        long change = log.ChangeNumber;
        time.Advance(1);

        Assert.Equal((0, 2), (before, StableEnd(log)));
        Assert.NotEqual(change, log.ChangeNumber);
        for (int seed = 0; seed < 20; seed++)
        {
            using EmbeddedLog reopened = EmbeddedLog.Open(files.CrashImage(new Random(seed)), "log", Never, time);
            Assert.Equal(["a", "b"], reopened.ReadAll(Partition));
        }
    }

    [Theory]
    [InlineData(AcknowledgePolicy.Interval), InlineData(AcknowledgePolicy.Never)]
    public async Task No_commit_waits_for_the_sync_in_the_background(AcknowledgePolicy policy)
    {
        FixedTime time = new(1);
        FaultyFileSystem files = new();
        using EmbeddedLog log = EmbeddedLog.Open(files, "log", Never with { Acknowledge = policy }, time);
        log.CreateTopic("t", new TopicSettings());
        using ILogProducer producer = log.OpenProducer();
        producer.Append(Partition, "a");
        int period = policy == AcknowledgePolicy.Never ? 10_000 : 1_000;
        using ManualResetEventSlim syncing = new();
        using ManualResetEventSlim release = new();
        files.BeforeChange = () =>
        {
            files.BeforeChange = null; // Only the first sync of the background waits.
            syncing.Set();
            release.Wait();
        };
        Task background = Task.Factory.StartNew(() => time.Advance(period), TaskCreationOptions.LongRunning);
        syncing.Wait(TestContext.Current.CancellationToken);

        producer.Append(Partition, "b");
        long during = StableEnd(log);
        release.Set();
        await background;

        // What was committed while the sync was under way waits for the next one.
        Assert.Equal((0, 1), (during, StableEnd(log)));
        time.Advance(period);
        Assert.Equal(2, StableEnd(log));
    }

    [Fact]
    public void A_failing_sync_in_the_background_ends_the_log_and_moves_no_end()
    {
        for (int nth = 1; nth <= 3; nth++) // The segment, its directory, the journal.
        {
            FixedTime time = new(1);
            FaultyFileSystem files = new();
            using EmbeddedLog log = EmbeddedLog.Open(files, "log", Never, time);
            log.CreateTopic("t", new TopicSettings());
            using ILogProducer producer = log.OpenProducer();
            producer.Append(Partition, "a");
            files.FailSync(nth, DiskFault.InputOutputError);

            time.Advance(10_000);
            time.Advance(10_000);

            Assert.Equal(0, StableEnd(log));
            Assert.Equal("KAP2401", Assert.Throws<KappaException>(() => producer.Append(Partition, "b")).Code);
        }
    }

    [Fact]
    public void The_generation_moves_when_a_power_cut_took_records_that_readers_could_have_seen()
    {
        FaultyFileSystem files = new(tracksCrashes: true);
        using EmbeddedLog log = EmbeddedLog.Open(files, "log", Interval, new FixedTime(1));
        log.CreateTopic("t", new TopicSettings());
        using ILogProducer producer = log.OpenProducer();
        producer.Append(Partition, "seen");

        using EmbeddedLog reopened = EmbeddedLog.Open(
            files.CrashImage(new Random(1)), "log", Interval, new FixedTime(1));

        Assert.Equal((1, 2), (log.Generation, reopened.Generation));
    }

    [Fact]
    public void The_generation_moves_when_a_power_cut_took_all_that_came_since_a_clean_end()
    {
        FaultyFileSystem files = new(tracksCrashes: true);
        using (EmbeddedLog closed = EmbeddedLog.Open(files, "log", Interval, new FixedTime(1)))
        {
            closed.CreateTopic("t", new TopicSettings());
        }

        using EmbeddedLog log = EmbeddedLog.Open(files, "log", Interval, new FixedTime(1));
        using ILogProducer producer = log.OpenProducer();
        producer.Append(Partition, "seen");

        bool isLost = false;
        for (int seed = 0; seed < 20; seed++)
        {
            using EmbeddedLog reopened = EmbeddedLog.Open(
                files.CrashImage(new Random(seed)), "log", Interval, new FixedTime(1));
            isLost |= reopened.ReadAll(Partition).Count == 0;
            Assert.Equal(2, reopened.Generation);
        }

        Assert.True(isLost, "No power cut took anything: this test proves little.");
    }

    [Fact]
    public void The_generation_moves_when_an_unsynced_large_commit_is_given_up_on_the_same_boot()
    {
        FaultyFileSystem files = new();
        EmbeddedLogOptions options = Interval with { InlineCommitBytes = 10 };
        EmbeddedLog log = EmbeddedLog.Open(files, "log", options, new FixedTime(1));
        log.CreateTopic("t", new TopicSettings());
        log.OpenProducer().Append(Partition, "seen, and lost");
        FaultyFileSystem killed = files.Copy();
        Files.Replace(killed, "log/t-0/00000000000000000000.log", []);

        using EmbeddedLog reopened = EmbeddedLog.Open(killed, "log", options, new FixedTime(1));

        Assert.Empty(reopened.ReadAll(Partition));
        Assert.Equal((1, 2), (log.Generation, reopened.Generation));
    }

    [Theory]
    [InlineData(AcknowledgePolicy.EachCommit)]
    [InlineData(AcknowledgePolicy.Interval)]
    [InlineData(AcknowledgePolicy.Never)]
    public void A_kill_never_moves_the_generation_and_loses_nothing(AcknowledgePolicy policy)
    {
        FaultyFileSystem files = new(tracksCrashes: true);
        EmbeddedLogOptions options = new() { Acknowledge = policy };
        using EmbeddedLog log = EmbeddedLog.Open(files, "log", options, new FixedTime(1));
        log.CreateTopic("t", new TopicSettings());
        using ILogProducer producer = log.OpenProducer();
        producer.Append(Partition, "a");

        using EmbeddedLog reopened = EmbeddedLog.Open(files.Copy(), "log", options, new FixedTime(1));

        Assert.Equal(1, reopened.Generation);
        Assert.Equal(["a"], reopened.ReadAll(Partition));
        Assert.Equal(1, reopened.Offsets(Partition).Synced);
    }

    [Fact]
    public void A_generation_that_moved_stays_after_reopening()
    {
        FaultyFileSystem files = new(tracksCrashes: true);
        using EmbeddedLog log = EmbeddedLog.Open(files, "log", Interval, new FixedTime(1));
        FaultyFileSystem image = files.CrashImage(new Random(1));
        EmbeddedLog.Open(image, "log").Dispose();

        using EmbeddedLog again = EmbeddedLog.Open(image, "log");

        Assert.Equal(2, again.Generation);
    }

    [Fact]
    public void A_clean_end_under_the_interval_policy_makes_everything_durable()
    {
        FaultyFileSystem files = new(tracksCrashes: true);
        using (EmbeddedLog log = EmbeddedLog.Open(files, "log", Interval, new FixedTime(1)))
        {
            log.CreateTopic("t", new TopicSettings());
            using ILogProducer producer = log.OpenProducer();
            producer.Append(Partition, "a");
        }

        using EmbeddedLog reopened = EmbeddedLog.Open(
            files.CrashImage(new Random(1)), "log", Interval, new FixedTime(1));

        Assert.Equal(["a"], reopened.ReadAll(Partition));
        Assert.Equal(1, reopened.Generation);
    }

    private static long StableEnd(EmbeddedLog log)
    {
        long[] ends = new long[1];
        log.StableEnds([Partition], ends);
        return ends[0];
    }
}
