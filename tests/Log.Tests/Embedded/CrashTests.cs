namespace Kappa.Logs.Tests;

/// <summary>Power cuts at every write and sync, with what was not synced kept, torn or lost at random.</summary>
public sealed class CrashTests
{
    [Theory]
    [InlineData(true), InlineData(false)]
    public void Every_acknowledged_commit_is_whole_and_in_order_after_a_kill_or_a_power_cut(bool transactional) =>
        Crash.AtAnyChange(2_500, 3, random => new CrashHistory(random) { IsTransactional = transactional });

    [Fact]
    public void A_crash_during_recovery_loses_nothing_either() => Crash.AtAnyChangeAfterACrash(
        1_000, 10, 2, random => new CrashHistory(random) { IsTransactional = true });

    [Theory]
    [InlineData(AcknowledgePolicy.Interval), InlineData(AcknowledgePolicy.Never)]
    public void Without_a_sync_each_commit_a_power_cut_leaves_the_first_commits_whole(AcknowledgePolicy policy)
    {
        Random random = Seed.Random(out int seed);
        EmbeddedLogOptions options = CrashHistory.Tiny with { Acknowledge = policy, JournalBytes = 20_000 };
        for (int round = 0; round < Campaign.Choose(60, 300); round++)
        {
            FaultyFileSystem files = new(tracksCrashes: true);
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
}
