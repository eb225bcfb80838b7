namespace Kappa.Logs.Tests;

public sealed class ProducerTests
{
    private static readonly TopicPartition Partition = new("t", 0);

    [Fact]
    public void Fencing_outlives_the_process()
    {
        FaultyFileSystem files = new(tracksCrashes: true);
        using EmbeddedLog first = EmbeddedLog.Open(files, "log");
        first.CreateTopic("t", new TopicSettings());
        using ILogProducer producer = first.OpenProducer("p");
        producer.Append(Partition, "a");
        FaultyFileSystem image = files.CrashImage(new Random(1));
        using EmbeddedLog second = EmbeddedLog.Open(image, "log");
        using ILogProducer newer = second.OpenProducer("p");

        newer.Append(Partition, "b");

        byte[] bytes = Files.Read(image, "log/t-0/00000000000000000000.log");
        int next = BatchHeader.TotalBytes(bytes) + ControlBatch.Bytes;
        Assert.Equal("0000000000000000" + "0000", Convert.ToHexString(bytes, 43, 10));
        Assert.Equal("0000000000000000" + "0001", Convert.ToHexString(bytes, next + 43, 10));
    }

    [Fact]
    public void Fencing_is_durable_before_anything_is_committed()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            FaultyFileSystem files = new(tracksCrashes: true);
            using EmbeddedLog first = EmbeddedLog.Open(files, "log");
            first.CreateTopic("t", new TopicSettings());
            using ILogProducer producer = first.OpenProducer("p");
            FaultyFileSystem image = files.CrashImage(new Random(seed));
            using EmbeddedLog second = EmbeddedLog.Open(image, "log");
            using ILogProducer newer = second.OpenProducer("p");

            newer.Append(Partition, "a");

            byte[] bytes = Files.Read(image, "log/t-0/00000000000000000000.log");
            Assert.Equal("0001", Convert.ToHexString(bytes, 51, 2));
        }
    }

    [Fact]
    public void Different_ids_do_not_fence_each_other()
    {
        using EmbeddedLog log = EmbeddedLog.InMemory();
        log.CreateTopic("t", new TopicSettings());
        using ILogProducer one = log.OpenProducer("one");
        using ILogProducer two = log.OpenProducer("two");

        one.Append(Partition, "a");
        two.Append(Partition, "b");

        Assert.Equal(["a", "b"], log.ReadAll(Partition));
    }

    [Fact]
    public void A_commit_above_the_limit_is_refused_and_says_which_limit()
    {
        using EmbeddedLog log = EmbeddedLog.InMemory(new EmbeddedLogOptions { TransactionBytes = 1_000 });
        log.CreateTopic("t", new TopicSettings());
        using ILogProducer producer = log.OpenProducer();

        KappaException error = Assert.Throws<KappaException>(() => producer.Append(Partition, new string('x', 1_000)));

        Assert.Equal("KAP2302", error.Code);
        Assert.Contains("TransactionBytes, 1,000 bytes", error.Message);
    }

    [Fact]
    public async Task Commits_that_arrive_together_share_a_sync()
    {
        const int producers = 8;
        FaultyFileSystem files = new();
        using EmbeddedLog log = EmbeddedLog.Open(files, "log");
        log.CreateTopic("t", new TopicSettings { Partitions = producers });
        using SemaphoreSlim queued = new(0);
        using ManualResetEventSlim release = new();
        int changes = 0;
        bool holds = true;
        files.BeforeChange = () =>
        {
            changes++;
            if (holds)
            {
                // The first commit holds the disk until the others wait behind it.
                holds = false;
                queued.Release();
                release.Wait();
            }
        };
        List<Task> commits = [Commit(log, 0)];
        await queued.WaitAsync(TestContext.Current.CancellationToken);
        commits.AddRange(Enumerable.Range(1, producers - 1).Select(number => Commit(log, number)));
        SpinWait.SpinUntil(() => log.WaitingCommits == producers - 1);

        release.Set();
        await Task.WhenAll(commits);

        // Two groups: each one write and one sync of the journal, then a write for every partition's segment.
        Assert.Equal((2 * 2) + producers, changes);
        Assert.All(
            Enumerable.Range(0, producers), number => Assert.Single(log.ReadAll(new TopicPartition("t", number))));
    }

    [Fact]
    public async Task Many_producers_at_once_leave_every_commit_whole_and_in_its_own_order()
    {
        const int producers = 6;
        const int commits = 300;
        EmbeddedLogOptions options = new() { JournalBytes = 50_000, SegmentBytes = 20_000 };
        using EmbeddedLog log = EmbeddedLog.InMemory(options);
        log.CreateTopic("t", new TopicSettings());

        await Task.WhenAll(Enumerable.Range(0, producers).Select(number => Task.Factory.StartNew(
            () =>
            {
                using ILogProducer producer = log.OpenProducer($"p{number}");
                for (int i = 0; i < commits; i++)
                {
                    producer.Append(Partition, $"{number} {i}", $"{number} {i}");
                }
            },
            TaskCreationOptions.LongRunning)));

        List<string> read = log.ReadAll(Partition);
        Assert.Equal(producers * commits * 2, read.Count);
        for (int number = 0; number < producers; number++)
        {
            Assert.Equal(
                Enumerable.Range(0, commits).SelectMany(i => new[] { $"{number} {i}", $"{number} {i}" }),
                read.Where(value => value.StartsWith($"{number} ", StringComparison.Ordinal)));
        }
    }

    private static Task Commit(EmbeddedLog log, int number) => Task.Factory.StartNew(
        () =>
        {
            using ILogProducer producer = log.OpenProducer();
            producer.Append(new TopicPartition("t", number), "value");
        },
        TaskCreationOptions.LongRunning);
}
