using System.Globalization;

namespace Kappa.Logs.Tests;

/// <summary>
/// Kills, power cuts and failing disks over random sequences of commits, deletions of records, retention and
/// compaction, compared with a model.
/// </summary>
public sealed class CleanupCrashTests
{
    // Tiny limits, so that segments are many, are merged, and the journal also rolls between two passes.
    private static readonly EmbeddedLogOptions Tiny = new()
    {
        SegmentBytes = 1_500,
        InlineCommitBytes = 500,
        JournalBytes = 4_000,
        IndexIntervalBytes = 50,
        CompactionBytes = 0,
    };

    [Theory]
    [InlineData(true), InlineData(false)]
    public void Without_a_crash_the_log_shows_what_the_model_has(bool transactional)
    {
        Random random = Seed.Random(out int seed);
        for (int round = 0; round < 60; round++)
        {
            FixedTime time = new(1_000_000);
            MemoryFileSystem files = new();
            CleanupHistory history = new(random, time);
            EmbeddedLogOptions options = Tiny with { CompactionMemoryBytes = random.Next(2) == 0 ? 1 : 1 << 20 };
            for (int life = 0; life < 3; life++)
            {
                using EmbeddedLog log = EmbeddedLog.Open(files, "log", options, time);
                CleanupHistory.CreateTopics(log);
                history.Check(log, $"KAPPA_SEED={seed}");
                using ILogProducer producer = log.OpenProducer(transactional ? "p" : null);
                for (int i = 0; i < 60; i++)
                {
                    history.Step(log, producer, transactional);
                    history.Check(log, $"KAPPA_SEED={seed}");
                    CleanupHistory.CheckUnique(log, $"KAPPA_SEED={seed}");
                }
            }
        }
    }

    [Theory]
    [InlineData(true), InlineData(false)]
    public void After_a_kill_or_a_power_cut_the_log_is_as_before_or_after_what_was_under_way(bool transactional)
    {
        Random random = Seed.Random(out int seed);
        int images = 0;
        while (images < 3_000)
        {
            FixedTime time = new(1_000_000);
            MemoryFileSystem files = new(tracksCrashes: true);
            CleanupHistory history = new(random, time);
            files.BeforeChange = () =>
            {
                if (random.Next(6) == 0)
                {
                    images++;
                    CheckImage(Image(files, random), history, time, $"KAPPA_SEED={seed}");
                }
            };
            Live(files, history, time, random, transactional);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{images} images");
    }

    [Fact]
    public void A_recovery_or_a_pass_after_it_that_is_cut_short_loses_nothing_either()
    {
        Random random = Seed.Random(out int seed);
        int images = 0;
        while (images < 3_000)
        {
            FixedTime time = new(1_000_000);
            MemoryFileSystem files = new(tracksCrashes: true);
            CleanupHistory history = new(random, time);
            files.BeforeChange = () =>
            {
                if (random.Next(30) == 0)
                {
                    MemoryFileSystem image = Image(files, random);
                    image.BeforeChange = () =>
                    {
                        if (random.Next(6) == 0)
                        {
                            images++;
                            CheckImage(Image(image, random), history, time, $"KAPPA_SEED={seed}");
                        }
                    };
                    EmbeddedLog log = EmbeddedLog.Open(image, "log", Tiny, time);
                    log.CleanUp();
                }
            };
            Live(files, history, time, random, transactional: true);
        }
    }

    [Fact]
    public void A_kill_at_any_point_of_a_merge_and_a_power_cut_at_any_point_after_it_leave_the_last_values()
    {
        Random random = Seed.Random(out int seed);
        TopicPartition partition = new("t", 0);
        FixedTime time = new(1_000_000);
        MemoryFileSystem files = new(tracksCrashes: true);
        using EmbeddedLog log = EmbeddedLog.Open(files, "log", Tiny with { SegmentBytes = 300 }, time);
        log.CreateTopic("t", new TopicSettings { Cleanup = CleanupPolicy.Compact });
        using ILogProducer producer = log.OpenProducer();
        for (int i = 0; i < 20; i++)
        {
            using RecordBuffer buffer = new();
            buffer.Add(1, true, [(byte)(i % 3)], true, [(byte)i]);
            producer.Append(partition, buffer);
            producer.Commit();
        }

        List<MemoryFileSystem> killed = [];
        files.BeforeChange = () => killed.Add(files.Copy());
        log.CleanUp();
        files.BeforeChange = null;
        foreach (MemoryFileSystem image in killed)
        {
            image.BeforeChange = () =>
            {
                for (int cut = 0; cut < 4; cut++)
                {
                    using EmbeddedLog last = EmbeddedLog.Open(image.CrashImage(random), "log", Tiny, time);
                    List<long> offsets = last.ReadOffsets(partition);
                    Assert.True(offsets.TakeLast(3).SequenceEqual([17, 18, 19]), $"KAPPA_SEED={seed}");
                }
            };
            EmbeddedLog next = EmbeddedLog.Open(image, "log", Tiny, time);
            next.CleanUp();
        }

        Assert.InRange(killed.Count, 20, 200);
    }

    [Theory]
    [InlineData(AcknowledgePolicy.Interval), InlineData(AcknowledgePolicy.Never)]
    public void Without_a_sync_each_commit_deletions_last_and_the_first_commits_are_there(AcknowledgePolicy policy)
    {
        Random random = Seed.Random(out int seed);
        EmbeddedLogOptions options = Tiny with { Acknowledge = policy, JournalBytes = 20_000 };
        int images = 0;
        while (images < 2_000)
        {
            FixedTime time = new(1_000_000);
            MemoryFileSystem files = new(tracksCrashes: true);
            CleanupHistory history = new(random, time) { IsSynced = false };
            using EmbeddedLog log = EmbeddedLog.Open(files, "log", options, time);
            CleanupHistory.CreateTopics(log);
            using ILogProducer producer = log.OpenProducer();
            files.BeforeChange = () =>
            {
                if (random.Next(6) == 0)
                {
                    images++;
                    using EmbeddedLog reopened = EmbeddedLog.Open(files.CrashImage(random), "log", options, time);
                    history.Check(reopened, $"KAPPA_SEED={seed}");
                    reopened.CleanUp();
                    history.Check(reopened, $"KAPPA_SEED={seed}");
                }
            };
            for (int i = 0; i < 40; i++)
            {
                history.Step(log, producer, transactional: false);
            }

            files.BeforeChange = null;
        }
    }

    [Theory]
    [InlineData("write", DiskFault.InputOutputError), InlineData("write", DiskFault.NoSpace)]
    [InlineData("sync", DiskFault.InputOutputError), InlineData("deletion", DiskFault.InputOutputError)]
    public void Any_failing_write_sync_or_deletion_loses_nothing(string what, DiskFault fault)
    {
        Random random = Seed.Random(out int seed);
        int failed = 0;
        for (int round = 0; round < 120; round++)
        {
            int nth = random.Next(1, what == "deletion" ? 40 : 200);
            string hint = $"{what} {nth}, KAPPA_SEED={seed}";
            FixedTime time = new(1_000_000);
            MemoryFileSystem files = new(tracksCrashes: true);
            CleanupHistory history = new(random, time);
            Action<int, DiskFault> fail = what switch
            {
                "write" => files.FailWrite,
                "sync" => files.FailSync,
                _ => files.FailDeletion,
            };
            fail(nth, fault);
            failed += IsEndedByTheDisk(() => Live(files, history, time, random, transactional: true)) ? 1 : 0;
            MemoryFileSystem killed = files.Copy();
            MemoryFileSystem cut = files.CrashImage(random);
            CheckImage(killed, history, time, hint);
            CheckImage(cut, history, time, hint);
        }

        Assert.True(failed > 20, $"{failed} failed, KAPPA_SEED={seed}");
    }

    private static MemoryFileSystem Image(MemoryFileSystem files, Random random) =>
        random.Next(3) == 0 ? files.Copy() : files.CrashImage(random);

    private static void Live(
        MemoryFileSystem files, CleanupHistory history, FixedTime time, Random random, bool transactional)
    {
        for (int life = 0; life < 2; life++)
        {
            EmbeddedLog log = EmbeddedLog.Open(files, "log", Tiny, time);
            CleanupHistory.CreateTopics(log);
            ILogProducer producer = log.OpenProducer(transactional ? "p" : null);
            for (int i = random.Next(50); i > 0; i--)
            {
                history.Step(log, producer, transactional);
            }

            if (random.Next(2) == 0)
            {
                log.Dispose(); // Else as if killed: the next life recovers.
            }
        }
    }

    private static bool IsEndedByTheDisk(Action action)
    {
        try
        {
            action();
            return false;
        }
        catch (KappaException error)
        {
            Assert.Equal(ExitCodes.DiskFailure, error.ExitCode);
            return true;
        }
    }

    private static void CheckImage(MemoryFileSystem image, CleanupHistory history, FixedTime time, string hint)
    {
        using (EmbeddedLog log = EmbeddedLog.Open(image, "log", Tiny, time))
        {
            image.BeforeChange = null;
            if (log.Topics.Count < 2)
            {
                return; // Before the history began.
            }

            history.Check(log, hint);
            Assert.All(log.Topics, topic => CheckFiles(image, log, new TopicPartition(topic.Name, 0), hint));
            history.CheckTimes(log, hint);
            log.CleanUp();
            history.Check(log, hint + " after another pass");
            history.CheckTimes(log, hint + " after another pass");
            CleanupHistory.CheckUnique(log, hint);
        }

        using EmbeddedLog reopened = EmbeddedLog.Open(image, "log", Tiny, time);
        history.Check(reopened, hint + " after another start");
    }

    /// <summary>Checks that nothing is left of what was cut short: no file half written, none half deleted.</summary>
    private static void CheckFiles(MemoryFileSystem image, EmbeddedLog log, TopicPartition partition, string hint)
    {
        IReadOnlyList<string> names = image.List($"log/{partition.Topic}-{partition.Partition}");
        long earliest = log.Offsets(partition).Earliest;
        List<long> bases = [.. names.Where(name => name.EndsWith(".log", StringComparison.Ordinal))
            .Select(name => long.Parse(Path.GetFileNameWithoutExtension(name), CultureInfo.InvariantCulture))];
        Assert.True(names.All(name => !name.StartsWith('~')), hint);
        Assert.True(names.Where(name => name.EndsWith("index", StringComparison.Ordinal))
            .All(name => names.Contains(Path.ChangeExtension(name, ".log"))), hint);
        Assert.True(bases.Skip(1).All(first => first > earliest), hint);
    }
}
