namespace Kappa.Logs.Tests;

/// <summary>Power cuts after commits that the log took together.</summary>
public sealed class CrashGroupTests
{
    private static readonly TopicPartition Partition = new("t", 0);

    // An inline commit begins a segment, whose file it writes last; a large one beside it has the directory synced.
    [Theory]
    [InlineData("large", "inline", "large")] // KAPPA_SEED=549420209 of the mixed histories.
    [InlineData("inline", "large", "inline")]
    public void A_segment_that_one_commit_of_a_group_began_stays_when_another_one_synced_the_directory(
        string first, string second, string later)
    {
        Random random = Seed.Random(out int seed);
        EmbeddedLogOptions options = new() { SegmentBytes = 500, InlineCommitBytes = 400 };
        FaultyFileSystem files = new(tracksCrashes: true);
        CrashDisk disk = new(files);
        EmbeddedLog log = EmbeddedLog.Open(disk, "log", options);
        log.CreateTopic("t", new TopicSettings { Compression = CompressionType.None });
        log.CreateTopic("u", new TopicSettings());
        log.OpenProducer().Append(Partition, Value("inline"));
        List<RecordBuffer> buffers = [Records.Buffer("u"), Records.Buffer(Value(first)), Records.Buffer(Value(second))];
        ILogProducer[] producers = [.. buffers.Select(_ => log.OpenProducer())];
        producers[0].Append(new TopicPartition("u", 0), buffers[0]);
        producers[1].Append(Partition, buffers[1]);
        producers[2].Append(Partition, buffers[2]);

        MixedGroupCommit.Run(log, disk, producers);
        log.OpenProducer().Append(Partition, Value(later));
        log.Dispose();

        for (int cut = 0; cut < 20; cut++)
        {
            using EmbeddedLog reopened = EmbeddedLog.Open(files.CrashImage(random), "log", options);
            Assert.True(
                reopened.ReadAll(Partition).SequenceEqual(
                    [Value("inline"), Value(first), Value(second), Value(later)]),
                $"KAPPA_SEED={seed}");
        }
    }

    private static string Value(string size) => new('x', size == "large" ? 450 : 300);
}
