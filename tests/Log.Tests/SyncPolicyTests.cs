namespace Kappa.Logs.Tests;

public sealed class SyncPolicyTests
{
    private static readonly TopicPartition Partition = new("t", 0);
    private static readonly EmbeddedLogOptions Interval = new() { Acknowledge = AcknowledgePolicy.Interval };

    [Fact]
    public void A_cut_never_ends_beyond_the_synced_end_so_a_power_cut_cannot_rewrite_it()
    {
        FixedTime time = new(1);
        using EmbeddedLog log = EmbeddedLog.Open(new MemoryFileSystem(), "log", Interval, time);
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
    public async Task The_interval_sync_wakes_followers_since_a_cut_may_now_reach_further()
    {
        FixedTime time = new(1);
        using EmbeddedLog log = EmbeddedLog.Open(new MemoryFileSystem(), "log", Interval, time);
        log.CreateTopic("t", new TopicSettings());
        using ILogProducer producer = log.OpenProducer();
        producer.Append(Partition, "a");
        Task waiting = log.WaitForChangeAsync(log.ChangeNumber, TestContext.Current.CancellationToken);

        time.Advance(1_000);

        await waiting.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
    }

    [Fact]
    public void The_generation_moves_when_a_power_cut_took_records_that_readers_could_have_seen()
    {
        MemoryFileSystem files = new(tracksCrashes: true);
        using EmbeddedLog log = EmbeddedLog.Open(files, "log", Interval, new FixedTime(1));
        log.CreateTopic("t", new TopicSettings());
        using ILogProducer producer = log.OpenProducer();
        producer.Append(Partition, "seen");

        using EmbeddedLog reopened = EmbeddedLog.Open(
            files.CrashImage(new Random(1)), "log", Interval, new FixedTime(1));

        Assert.Equal((1, 2), (log.Generation, reopened.Generation));
    }

    [Theory]
    [InlineData(AcknowledgePolicy.EachCommit)]
    [InlineData(AcknowledgePolicy.Interval)]
    [InlineData(AcknowledgePolicy.Never)]
    public void A_kill_never_moves_the_generation_and_loses_nothing(AcknowledgePolicy policy)
    {
        MemoryFileSystem files = new(tracksCrashes: true);
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
        MemoryFileSystem files = new(tracksCrashes: true);
        using EmbeddedLog log = EmbeddedLog.Open(files, "log", Interval, new FixedTime(1));
        MemoryFileSystem image = files.CrashImage(new Random(1));
        EmbeddedLog.Open(image, "log").Dispose();

        using EmbeddedLog again = EmbeddedLog.Open(image, "log");

        Assert.Equal(2, again.Generation);
    }

    [Fact]
    public void A_clean_end_under_the_interval_policy_makes_everything_durable()
    {
        MemoryFileSystem files = new(tracksCrashes: true);
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
}
