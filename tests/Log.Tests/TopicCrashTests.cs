namespace Kappa.Logs.Tests;

/// <summary>Kills, power cuts and failing disks over random sequences of operations on topics.</summary>
public sealed class TopicCrashTests
{
    // Tiny limits, so that the journal also rolls between deletions, and segments are many.
    private static readonly EmbeddedLogOptions Tiny = new()
    {
        SegmentBytes = 1_500,
        InlineCommitBytes = 500,
        JournalBytes = 4_000,
        IndexIntervalBytes = 300,
    };

    [Theory]
    [InlineData(true), InlineData(false)]
    public void After_a_kill_or_a_power_cut_the_topics_are_those_of_the_acknowledged_operations(bool transactional)
    {
        Random random = Seed.Random(out int seed);
        int images = 0;
        int deletions = 0;
        int additions = 0;
        while (images < 3_000)
        {
            MemoryFileSystem files = new(tracksCrashes: true);
            TopicHistory history = new(random);
            files.BeforeChange = () =>
            {
                if (random.Next(4) == 0)
                {
                    images++;
                    CheckImage(Image(files, random), history, $"KAPPA_SEED={seed}");
                }
            };
            Live(files, history, random, transactional);
            deletions += history.Deletions;
            additions += history.Additions;
        }

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{images} images, {deletions} deletions, {additions} additions");
        Assert.True(deletions > 50 && additions > 20, $"KAPPA_SEED={seed}");
    }

    [Fact]
    public void Recovery_that_is_cut_short_at_any_point_can_complete_a_deletion_later()
    {
        Random random = Seed.Random(out int seed);
        int images = 0;
        while (images < 3_000)
        {
            MemoryFileSystem files = new(tracksCrashes: true);
            TopicHistory history = new(random);
            files.BeforeChange = () =>
            {
                if (random.Next(12) == 0)
                {
                    MemoryFileSystem image = Image(files, random);
                    image.BeforeChange = () =>
                    {
                        if (random.Next(3) == 0)
                        {
                            images++;
                            CheckImage(Image(image, random), history, $"KAPPA_SEED={seed}");
                        }
                    };
                    CheckImage(image, history, $"KAPPA_SEED={seed}");
                }
            };
            Live(files, history, random, transactional: true);
        }
    }

    [Theory]
    [InlineData(AcknowledgePolicy.Interval), InlineData(AcknowledgePolicy.Never)]
    public void Without_a_sync_each_commit_creations_and_deletions_last_and_topics_keep_their_first_records(
        AcknowledgePolicy policy)
    {
        Random random = Seed.Random(out int seed);
        EmbeddedLogOptions options = Tiny with { Acknowledge = policy, JournalBytes = 20_000 };
        int images = 0;
        while (images < 2_000)
        {
            MemoryFileSystem files = new(tracksCrashes: true);
            TopicHistory history = new(random);
            FixedTime time = new(1);
            using EmbeddedLog log = EmbeddedLog.Open(files, "log", options, time);
            using ILogProducer producer = log.OpenProducer();
            files.BeforeChange = () =>
            {
                if (random.Next(4) == 0)
                {
                    images++;
                    MemoryFileSystem image = files.CrashImage(random);
                    using EmbeddedLog reopened = EmbeddedLog.Open(image, "log", options, time);
                    history.CheckBeginning(reopened, $"KAPPA_SEED={seed}");
                    TopicHistory.CheckFiles(image, reopened, $"KAPPA_SEED={seed}");
                }
            };
            for (int i = 0; i < 40; i++)
            {
                history.Step(log, producer, transactional: false);
                time.Advance(random.Next(5) == 0 ? 10_000 : 0);
            }

            files.BeforeChange = null;
        }
    }

    [Theory]
    [InlineData("write", DiskFault.InputOutputError), InlineData("write", DiskFault.NoSpace)]
    [InlineData("sync", DiskFault.InputOutputError), InlineData("deletion", DiskFault.InputOutputError)]
    public void Any_failing_write_sync_or_deletion_leaves_each_topic_there_or_gone(string what, DiskFault fault)
    {
        Random random = Seed.Random(out int seed);
        bool failed = true;
        for (int nth = 1; failed; nth++)
        {
            string hint = $"{what} {nth}, KAPPA_SEED={seed}";
            MemoryFileSystem files = new(tracksCrashes: true);
            TopicHistory history = new(random);
            Action<int, DiskFault> fail = what switch
            {
                "write" => files.FailWrite,
                "sync" => files.FailSync,
                _ => files.FailDeletion,
            };
            fail(nth, fault);
            failed = IsEndedByTheDisk(() => Live(files, history, random, transactional: true));

            MemoryFileSystem killed = files.Copy();
            MemoryFileSystem cut = files.CrashImage(random);
            CheckImage(killed, history, hint);
            CheckImage(cut, history, hint);
        }
    }

    [Fact]
    public void What_a_kill_left_in_memory_only_is_durable_after_the_next_start()
    {
        Random random = Seed.Random(out int seed);
        TopicPartition partition = new("t", 0);
        MemoryFileSystem files = new(tracksCrashes: true);
        List<MemoryFileSystem> killed = [];
        files.BeforeChange = () => killed.Add(files.Copy());
        EmbeddedLog log = EmbeddedLog.Open(files, "log");
        log.CreateTopic("t", new TopicSettings());
        log.OpenProducer().Append(partition, "old");
        log.DeleteTopic("t");

        foreach (MemoryFileSystem image in killed)
        {
            EmbeddedLog next = EmbeddedLog.Open(image, "log");
            _ = next.Find("t") ?? next.CreateTopic("t", new TopicSettings());
            List<string> expected = [.. next.ReadAll(partition), "new"];
            next.OpenProducer().Append(partition, "new");

            for (int cut = 0; cut < 20; cut++)
            {
                EmbeddedLog last = EmbeddedLog.Open(image.CrashImage(random), "log");
                Assert.True(expected.SequenceEqual(last.ReadAll(partition)), $"KAPPA_SEED={seed}");
            }
        }
    }

    [Fact]
    public void A_deletion_whose_files_could_not_be_deleted_ends_the_log_and_is_completed_at_the_next_start()
    {
        MemoryFileSystem files = new(tracksCrashes: true);
        using EmbeddedLog log = EmbeddedLog.Open(files, "log");
        log.CreateTopic("t", new TopicSettings());
        using (ILogProducer producer = log.OpenProducer())
        {
            producer.Append(new TopicPartition("t", 0), "a");
        }

        // The old journal file, the topic's file, then the segment.
        files.FailDeletion(3, DiskFault.InputOutputError);
        KappaException error = Assert.Throws<KappaException>(() => log.DeleteTopic("t"));

        Assert.Equal("KAP2402", error.Code);
        Assert.Same(error, Assert.Throws<KappaException>(() => log.CreateTopic("t", new TopicSettings())));
        Assert.Contains("t-0", files.List("log"));
        MemoryFileSystem killed = files.Copy();
        using EmbeddedLog reopened = EmbeddedLog.Open(killed, "log");
        Assert.Empty(reopened.Topics);
        Assert.DoesNotContain("t-0", killed.List("log"));
    }

    private static MemoryFileSystem Image(MemoryFileSystem files, Random random) =>
        random.Next(3) == 0 ? files.Copy() : files.CrashImage(random);

    private static void Live(MemoryFileSystem files, TopicHistory history, Random random, bool transactional)
    {
        for (int life = 0; life < 2; life++)
        {
            EmbeddedLog log = EmbeddedLog.Open(files, "log", Tiny);
            ILogProducer producer = log.OpenProducer(transactional ? "p" : null);
            for (int i = random.Next(30); i > 0; i--)
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

    private static void CheckImage(MemoryFileSystem image, TopicHistory history, string hint)
    {
        for (int start = 0; start < 2; start++) // What one start leaves, the next finds as it is.
        {
            EmbeddedLog log = EmbeddedLog.Open(image, "log", Tiny);
            history.Check(log, hint);
            TopicHistory.CheckFiles(image, log, hint);
            image.BeforeChange = null;
        }
    }
}
