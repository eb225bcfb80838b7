namespace Kappa.Logs.Tests;

/// <summary>
/// Kills, power cuts and failing disks over random sequences of commits, deletions of records, retention and
/// compaction, compared with a model.
/// </summary>
public sealed class CleanupCrashTests
{
    [Theory]
    [InlineData(true), InlineData(false)]
    public void Without_a_crash_the_log_shows_what_the_model_has(bool transactional)
    {
        Random random = Seed.Random(out int seed);
        for (int round = 0; round < Campaign.Choose(1, 8); round++)
        {
            FaultyFileSystem files = new();
            CleanupHistory history = new(random)
            {
                IsTransactional = transactional,
                Options = CleanupHistory.Tiny with { CompactionMemoryBytes = random.Next(2) == 0 ? 1 : 1 << 20 },
            };
            for (int life = 0; life < 3; life++)
            {
                using EmbeddedLog log = history.Open(files);
                CleanupHistory.CreateTopics(log);
                history.Check(log, $"KAPPA_SEED={seed}");
                using ILogProducer producer = log.OpenProducer(transactional ? "p" : null);
                for (int i = 0; i < 60; i++)
                {
                    history.Step(log, producer);
                    history.Check(log, $"KAPPA_SEED={seed}");
                    CleanupHistory.CheckUnique(log, $"KAPPA_SEED={seed}");
                }
            }
        }
    }

    [Theory]
    [InlineData(true), InlineData(false)]
    public void After_a_kill_or_a_power_cut_the_log_is_as_before_or_after_what_was_under_way(bool transactional) =>
        Crash.AtAnyChange(500, 6, random => new CleanupHistory(random) { IsTransactional = transactional });

    [Fact]
    public void A_recovery_or_a_pass_after_it_that_is_cut_short_loses_nothing_either() =>
        Crash.AtAnyChangeAfterACrash(500, 30, 6, random => new CleanupHistory(random) { IsTransactional = true });

    [Fact]
    public void A_kill_at_any_point_of_a_merge_and_a_power_cut_at_any_point_after_it_leave_the_last_values()
    {
        Random random = Seed.Random(out int seed);
        TopicPartition partition = new("t", 0);
        FixedTime time = new(1_000_000);
        FaultyFileSystem files = new(tracksCrashes: true);
        using EmbeddedLog log = EmbeddedLog.Open(files, "log", CleanupHistory.Tiny with { SegmentBytes = 300 }, time);
        log.CreateTopic("t", new TopicSettings { Cleanup = CleanupPolicy.Compact });
        using ILogProducer producer = log.OpenProducer();
        for (int i = 0; i < 20; i++)
        {
            using RecordBuffer buffer = new();
            buffer.Add(1, true, [(byte)(i % 3)], true, [(byte)i]);
            producer.Append(partition, buffer);
            producer.Commit();
        }

        List<FaultyFileSystem> killed = [];
        files.BeforeChange = () => killed.Add(files.Copy());
        log.CleanUp();
        files.BeforeChange = null;
        foreach (int moment in Campaign.Positions(killed.Count, 8))
        {
            FaultyFileSystem image = killed[moment];
            image.BeforeChange = () =>
            {
                for (int cut = 0; cut < 4; cut++)
                {
                    using EmbeddedLog last = EmbeddedLog.Open(
                        image.CrashImage(random), "log", CleanupHistory.Tiny, time);
                    List<long> offsets = last.ReadOffsets(partition);
                    Assert.True(offsets.TakeLast(3).SequenceEqual([17, 18, 19]), $"KAPPA_SEED={seed}");
                }
            };
            EmbeddedLog next = EmbeddedLog.Open(image, "log", CleanupHistory.Tiny, time);
            next.CleanUp();
        }

        Assert.InRange(killed.Count, 20, 200);
    }

    [Theory]
    [InlineData(AcknowledgePolicy.Interval), InlineData(AcknowledgePolicy.Never)]
    public void Without_a_sync_each_commit_deletions_last_and_the_first_commits_are_there(AcknowledgePolicy policy) =>
        Crash.AtAnyChange(
            300, 6, lives: 1, begin: random => new CleanupHistory(random)
            {
                Options = CleanupHistory.Tiny with { Acknowledge = policy, JournalBytes = 20_000 },
            });

    [Theory]
    [InlineData("write", DiskFault.InputOutputError), InlineData("write", DiskFault.NoSpace)]
    [InlineData("sync", DiskFault.InputOutputError), InlineData("deletion", DiskFault.InputOutputError)]
    public void Any_failing_write_sync_or_deletion_loses_nothing(string what, DiskFault fault)
    {
        Random random = Seed.Random(out int seed);
        (int failed, int rounds) = (0, Campaign.Choose(15, 60));
        for (int round = 0; round < rounds; round++)
        {
            CleanupHistory history = new(random) { IsTransactional = true };
            int nth = random.Next(1, what == "deletion" ? 40 : 200);
            failed += Crash.OfTheDisk(what, nth, fault, history, random, $"KAPPA_SEED={seed}") ? 1 : 0;
        }

        Assert.InRange(failed, rounds / 6, rounds);
    }
}
