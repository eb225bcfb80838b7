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
        for (int round = 0; round < 300; round++)
        {
            MemoryFileSystem files = new(tracksCrashes: true);
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
}
