namespace Kappa.Logs.Tests;

/// <summary>Power cuts at every write and sync, with what was not synced kept, torn or lost at random.</summary>
public sealed class CrashTests
{
    // Tiny limits, so that rolls of segments and of the journal, inline and large commits all happen often.
    private static readonly EmbeddedLogOptions Tiny = new()
    {
        SegmentBytes = 2_000,
        InlineCommitBytes = 600,
        JournalBytes = 6_000,
        IndexIntervalBytes = 300,
    };

    [Theory]
    [InlineData(true), InlineData(false)]
    public void Every_acknowledged_commit_is_whole_and_in_order_after_a_power_cut(bool transactional)
    {
        Random random = Seed.Random(out int seed);
        int images = 0;
        while (images < 10_000)
        {
            MemoryFileSystem files = new(tracksCrashes: true);
            CrashHistory history = new(random);
            files.BeforeChange = () =>
            {
                if (random.Next(3) == 0)
                {
                    images++;
                    CheckImage(files.CrashImage(random), history, transactional, seed);
                }
            };
            Commit(files, history, random, transactional);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{images} images");
    }

    [Fact]
    public void A_power_cut_during_recovery_loses_nothing_either()
    {
        Random random = Seed.Random(out int seed);
        for (int round = 0; round < 100; round++)
        {
            MemoryFileSystem files = new(tracksCrashes: true);
            CrashHistory history = new(random);
            Commit(files, history, random, transactional: true);
            MemoryFileSystem image = files.CrashImage(random);
            image.BeforeChange = () => CheckImage(image.CrashImage(random), history, true, seed);

            using EmbeddedLog log = EmbeddedLog.Open(image, "log", Tiny);

            Assert.True(history.CountCommits(log, true) >= history.Acknowledged, $"KAPPA_SEED={seed}");
        }
    }

    [Theory]
    [InlineData(AcknowledgePolicy.Interval), InlineData(AcknowledgePolicy.Never)]
    public void Without_a_sync_each_commit_a_power_cut_leaves_the_first_commits_whole(AcknowledgePolicy policy)
    {
        Random random = Seed.Random(out int seed);
        EmbeddedLogOptions options = Tiny with { Acknowledge = policy, JournalBytes = 20_000 };
        for (int round = 0; round < 300; round++)
        {
            MemoryFileSystem files = new(tracksCrashes: true);
            CrashHistory history = new(random);
            FixedTime time = new(1);
            using EmbeddedLog log = EmbeddedLog.Open(files, "log", options, time);
            log.CreateTopic("t", new TopicSettings { Partitions = CrashHistory.Partitions });
            using ILogProducer producer = log.OpenProducer();
            int synced = 0;
            for (int i = random.Next(20); i > 0; i--)
            {
                history.Commit(producer, 400);
                if (random.Next(8) == 0)
                {
                    time.Advance(policy == AcknowledgePolicy.Interval ? 1_000 : 10_000);
                    synced = history.Acknowledged;
                }
            }

            using EmbeddedLog reopened = EmbeddedLog.Open(files.CrashImage(random), "log", options, time);

            int count = history.CountCommits(reopened, transactional: false);
            Assert.InRange(count, synced, history.Started);
            Assert.True(count == history.Started || reopened.Generation > log.Generation, $"KAPPA_SEED={seed}");
        }
    }

    private static void Commit(MemoryFileSystem files, CrashHistory history, Random random, bool transactional)
    {
        for (int life = 0; life < 2; life++)
        {
            EmbeddedLog log = EmbeddedLog.Open(files, "log", Tiny);
            if (log.Find("t") is null)
            {
                log.CreateTopic("t", new TopicSettings { Partitions = CrashHistory.Partitions });
            }

            ILogProducer producer = log.OpenProducer(transactional ? "p" : null);
            for (int i = random.Next(15); i > 0; i--)
            {
                history.Commit(producer, 400);
            }

            if (random.Next(2) == 0)
            {
                log.Dispose(); // Else as if killed: the next life recovers.
            }
        }
    }

    private static void CheckImage(MemoryFileSystem image, CrashHistory history, bool transactional, int seed)
    {
        using EmbeddedLog log = EmbeddedLog.Open(image, "log", Tiny);

        Assert.Equal(1, log.Generation);
        Assert.True(history.CountCommits(log, transactional) >= history.Acknowledged, $"KAPPA_SEED={seed}");
    }
}
