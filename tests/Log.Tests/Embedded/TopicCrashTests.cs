namespace Kappa.Logs.Tests;

/// <summary>Kills, power cuts and failing disks over random sequences of operations on topics.</summary>
public sealed class TopicCrashTests
{
    [Theory]
    [InlineData(true), InlineData(false)]
    public void After_a_kill_or_a_power_cut_the_topics_are_those_of_the_acknowledged_operations(bool transactional)
    {
        List<TopicHistory> histories = [];

        Crash.AtAnyChange(1_000, 4, random =>
        {
            histories.Add(new TopicHistory(random) { IsTransactional = transactional });
            return histories[^1];
        });

        Assert.InRange(histories.Sum(history => history.Deletions), Campaign.Choose(3, 15), int.MaxValue);
        Assert.InRange(histories.Sum(history => history.Additions), Campaign.Choose(1, 6), int.MaxValue);
    }

    [Fact]
    public void Recovery_that_is_cut_short_at_any_point_can_complete_a_deletion_later() =>
        Crash.AtAnyChangeAfterACrash(600, 12, 3, random => new TopicHistory(random) { IsTransactional = true });

    [Theory]
    [InlineData(AcknowledgePolicy.Interval), InlineData(AcknowledgePolicy.Never)]
    public void Without_a_sync_each_commit_creations_and_deletions_last_and_topics_keep_their_first_records(
        AcknowledgePolicy policy) =>
        Crash.AtAnyChange(500, 4, random => new TopicHistory(random) { Acknowledge = policy }, lives: 1);

    [Theory]
    [InlineData("write", DiskFault.InputOutputError), InlineData("write", DiskFault.NoSpace)]
    [InlineData("sync", DiskFault.InputOutputError), InlineData("deletion", DiskFault.InputOutputError)]
    public void Any_failing_write_sync_or_deletion_leaves_each_topic_there_or_gone(string what, DiskFault fault)
    {
        Random random = Seed.Random(out int seed);
        (int failed, int rounds) = (0, Campaign.Choose(15, 60));
        for (int round = 0; round < rounds; round++)
        {
            TopicHistory history = new(random) { IsTransactional = true };
            int nth = random.Next(1, what == "deletion" ? 20 : 100);
            failed += Crash.OfTheDisk(what, nth, fault, history, random, $"KAPPA_SEED={seed}") ? 1 : 0;
        }

        Assert.InRange(failed, rounds / 6, rounds);
    }

    [Fact]
    public void What_a_kill_left_in_memory_only_is_durable_after_the_next_start()
    {
        Random random = Seed.Random(out int seed);
        TopicPartition partition = new("t", 0);
        FaultyFileSystem files = new(tracksCrashes: true);
        List<FaultyFileSystem> killed = [];
        files.BeforeChange = () => killed.Add(files.Copy());
        EmbeddedLog log = EmbeddedLog.Open(files, "log");
        log.CreateTopic("t", new TopicSettings());
        log.OpenProducer().Append(partition, "old");
        log.DeleteTopic("t");

        foreach (FaultyFileSystem image in killed)
        {
            EmbeddedLog next = EmbeddedLog.Open(image, "log");
            _ = next.Find("t") ?? next.CreateTopic("t", new TopicSettings());
            List<string> expected = [.. next.ReadAll(partition), "new"];
            next.OpenProducer().Append(partition, "new");

            for (int cut = 0; cut < Campaign.Choose(4, 20); cut++)
            {
                EmbeddedLog last = EmbeddedLog.Open(image.CrashImage(random), "log");
                Assert.True(expected.SequenceEqual(last.ReadAll(partition)), $"KAPPA_SEED={seed}");
            }
        }
    }

    [Fact]
    public void A_deletion_whose_files_could_not_be_deleted_ends_the_log_and_is_completed_at_the_next_start()
    {
        FaultyFileSystem files = new(tracksCrashes: true);
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
        FaultyFileSystem killed = files.Copy();
        using EmbeddedLog reopened = EmbeddedLog.Open(killed, "log");
        Assert.Empty(reopened.Topics);
        Assert.DoesNotContain("t-0", killed.List("log"));
    }
}
