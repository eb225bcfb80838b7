namespace Kappa.Logs.Tests;

/// <summary>A kill leaves in memory what a power cut takes: recovery must not count on it.</summary>
public sealed class RecoverySyncTests
{
    [Theory]
    [InlineData(AcknowledgePolicy.EachCommit), InlineData(AcknowledgePolicy.Interval)]
    [InlineData(AcknowledgePolicy.Never)]
    public void What_a_start_after_a_kill_has_found_is_there_after_a_power_cut_too(AcknowledgePolicy policy)
    {
        Random random = Seed.Random(out int seed);
        EmbeddedLogOptions options = new()
        {
            SegmentBytes = 2_000,
            InlineCommitBytes = 200,
            JournalBytes = 20_000,
            Acknowledge = policy,
        };
        for (int round = 0; round < Campaign.Choose(50, 300); round++)
        {
            FaultyFileSystem files = new(tracksCrashes: true);
            CrashHistory history = new(random);
            EmbeddedLog killed = EmbeddedLog.Open(files, "log", options);
            killed.CreateTopic("t", new TopicSettings { Partitions = CrashHistory.Partitions });
            ILogProducer producer = killed.OpenProducer();
            for (int i = random.Next(20); i > 0; i--)
            {
                history.Commit(producer, 400);
            }

            EmbeddedLog started = EmbeddedLog.Open(files, "log", options);
            int found = history.CountCommits(started, transactional: false);

            using EmbeddedLog afterPowerCut = EmbeddedLog.Open(files.CrashImage(random), "log", options);

            Assert.True(
                history.CountCommits(afterPowerCut, transactional: false) == found && found == history.Acknowledged,
                $"round {round}, KAPPA_SEED={seed}");
        }
    }

    [Fact] // KAPPA_SEED=317016092 of the mixed histories.
    public void What_a_start_that_was_killed_has_cut_off_a_segment_does_not_come_back()
    {
        const string path = "log/t-0/00000000000000000000.log";
        TopicPartition partition = new("t", 0);
        Random random = Seed.Random(out int seed);
        EmbeddedLogOptions options = new() { SegmentBytes = 200 };
        FaultyFileSystem files = new(tracksCrashes: true);
        using (EmbeddedLog log = EmbeddedLog.Open(files, "log", options))
        {
            log.CreateTopic("t", new TopicSettings());
            log.OpenProducer().Append(partition, "committed");
        }

        EmbeddedLog.Open(files, "log", options); // Killed: not closed, and nothing to apply.
        using (IFile segment = files.Open(path))
        {
            segment.Write(Files.Read(files, path), segment.Length); // A commit that was never decided.
            segment.Sync();
        }

        List<FaultyFileSystem> killed = [];
        FaultyFileSystem first = files.Copy();
        first.BeforeChange = () => killed.Add(first.Copy());
        EmbeddedLog.Open(first, "log", options);

        foreach (FaultyFileSystem image in killed)
        {
            EmbeddedLog next = EmbeddedLog.Open(image, "log", options);
            next.OpenProducer().Append(partition, new string('x', 200)); // Begins the next segment.
            for (int cut = 0; cut < Campaign.Choose(5, 20); cut++)
            {
                using EmbeddedLog last = EmbeddedLog.Open(image.CrashImage(random), "log", options);
                Assert.True(
                    last.ReadAll(partition).SequenceEqual(["committed", new string('x', 200)]), $"KAPPA_SEED={seed}");
            }
        }
    }
}
