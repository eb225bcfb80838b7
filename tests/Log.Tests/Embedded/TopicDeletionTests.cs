using System.Globalization;

namespace Kappa.Logs.Tests;

/// <summary>Deletions beside readers and producers, and what they leave on the disk.</summary>
public sealed class TopicDeletionTests
{
    private static readonly TopicPartition Gone = new("gone", 0);
    private static readonly TopicPartition Kept = new("kept", 0);

    // Many small segments: a reader opens files all the time.
    private static readonly EmbeddedLogOptions Small = new() { SegmentBytes = 700, InlineCommitBytes = 400 };

    [Theory]
    [InlineData(false, 300), InlineData(true, 40)]
    public async Task A_reader_beside_deletions_sees_one_topic_only_and_is_told_when_it_is_gone(
        bool onDisk, int rounds)
    {
        using TemporaryDirectory directory = new();
        using EmbeddedLog log = onDisk
            ? EmbeddedLog.Open(DiskFileSystem.Instance, directory.Path, Small)
            : EmbeddedLog.Open(new FaultyFileSystem(), "log", Small);
        log.CreateTopic("gone", new TopicSettings());
        bool isDone = false;
        Task<int>[] readers = [.. Enumerable.Range(0, 2).Select(_ => Task.Factory.StartNew(
            () => Read(log, ref isDone), TaskCreationOptions.LongRunning))];

        using ILogProducer producer = log.OpenProducer("p");
        for (int round = 0; round < Campaign.Choose(rounds / 5, rounds); round++)
        {
            string number = round.ToString(CultureInfo.InvariantCulture);
            for (int i = 0; i < 20; i++)
            {
                producer.Append(Gone, number, number.PadRight(round % 2 == 0 ? 200 : 500));
            }

            log.DeleteTopic("gone");
            log.CreateTopic("gone", new TopicSettings());
        }

        Volatile.Write(ref isDone, true);
        foreach (int told in await Task.WhenAll(readers))
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"told {told} times");
        }
    }

    [Fact]
    public async Task Producers_beside_deletions_are_refused_or_served_and_others_never_harmed()
    {
        const int commits = 400;
        using EmbeddedLog log = EmbeddedLog.Open(new FaultyFileSystem(), "log", Small);
        log.CreateTopic("gone", new TopicSettings());
        log.CreateTopic("kept", new TopicSettings());
        bool isDone = false;
        Task doomed = Task.Factory.StartNew(() => Produce(log, ref isDone), TaskCreationOptions.LongRunning);
        Task safe = Task.Factory.StartNew(
            () =>
            {
                using ILogProducer producer = log.OpenProducer();
                for (int i = 0; i < commits; i++)
                {
                    producer.Append(Kept, $"{i}");
                }
            },
            TaskCreationOptions.LongRunning);

        while (!safe.IsCompleted)
        {
            log.DeleteTopic("gone");
            log.CreateTopic("gone", new TopicSettings());
        }

        await safe;
        Volatile.Write(ref isDone, true);
        await doomed;

        Assert.Equal(Enumerable.Range(0, commits).Select(i => $"{i}"), log.ReadAll(Kept));
    }

    [Fact]
    public async Task A_commit_to_a_deleted_topic_does_not_harm_one_of_the_same_group()
    {
        FaultyFileSystem files = new();
        using EmbeddedLog log = EmbeddedLog.Open(files, "log");
        log.CreateTopic("gone", new TopicSettings());
        log.CreateTopic("kept", new TopicSettings());
        using RecordBuffer buffer = Records.Buffer("value");
        ILogProducer[] producers = [.. Enumerable.Range(0, 3).Select(_ => log.OpenProducer())];
        producers[0].Append(Kept, buffer);
        producers[1].Append(Gone, buffer);
        producers[2].Append(Kept, buffer);
        log.DeleteTopic("gone");
        using ManualResetEventSlim holding = new();
        using ManualResetEventSlim release = new();
        files.BeforeChange = () =>
        {
            // The first commit holds the disk until the others wait behind it: they are one group.
            files.BeforeChange = null;
            holding.Set();
            release.Wait();
        };

        Task first = Commit(producers[0]);
        holding.Wait(TestContext.Current.CancellationToken);
        Task refused = Commit(producers[1]);
        Task served = Commit(producers[2]);
        SpinWait.SpinUntil(() => log.WaitingCommits == 2);
        release.Set();
        await first;
        await served;
        KappaException error = await Assert.ThrowsAsync<KappaException>(() => refused);

        Assert.Equal("KAP2103", error.Code);
        Assert.Equal(["value", "value"], log.ReadAll(Kept));
    }

    [Fact]
    public void Nothing_of_a_deleted_topic_stays_on_the_disk_and_nothing_comes_back()
    {
        using TemporaryDirectory directory = new();
        using (EmbeddedLog log = EmbeddedLog.Open(DiskFileSystem.Instance, directory.Path, Small))
        {
            using ILogProducer producer = log.OpenProducer();
            foreach (string value in new[] { "old", "new" })
            {
                log.CreateTopic("gone", new TopicSettings());
                producer.Append(Gone, value, value, value.PadRight(1_000));
                if (value == "old")
                {
                    log.DeleteTopic("gone");
                    Assert.Equal(["format", "journal", "topics"], DiskFileSystem.Instance.List(directory.Path));
                    Assert.Empty(DiskFileSystem.Instance.List(Path.Combine(directory.Path, "topics")));
                }
            }
        }

        using EmbeddedLog reopened = EmbeddedLog.Open(DiskFileSystem.Instance, directory.Path, Small);

        Assert.Equal(["new", "new", "new".PadRight(1_000)], reopened.ReadAll(Gone));
    }

    [Fact]
    public void A_deletion_that_was_cut_short_anywhere_leaves_the_topic_whole_or_gone()
    {
        FaultyFileSystem files = new();
        EmbeddedLog log = EmbeddedLog.Open(files, "log", Small);
        log.CreateTopic("gone", new TopicSettings());
        log.OpenProducer().Append(Gone, "old");
        List<FaultyFileSystem> killed = [];
        files.BeforeChange = () => killed.Add(files.Copy());

        log.DeleteTopic("gone");

        killed.Add(files.Copy());
        List<bool> isThere = [];
        foreach (FaultyFileSystem image in killed)
        {
            using EmbeddedLog reopened = EmbeddedLog.Open(image, "log", Small);
            isThere.Add(reopened.Find("gone") is not null);
            Assert.Equal(isThere[^1] ? ["old"] : [], isThere[^1] ? reopened.ReadAll(Gone) : []);
            Assert.Equal(isThere[^1], image.List("log").Contains("gone-0"));
        }

        Assert.Equal([true, false], isThere.Distinct());
    }

    private static Task Commit(ILogProducer producer) =>
        Task.Factory.StartNew(() => producer.Commit(), TaskCreationOptions.LongRunning);

    private static int Read(EmbeddedLog log, ref bool isDone)
    {
        int told = 0;
        while (!Volatile.Read(ref isDone))
        {
            try
            {
                using RecordCursor cursor = new(log.OpenReader(Gone, 0));
                int? topic = null;
                while (!Volatile.Read(ref isDone))
                {
                    while (cursor.MoveNext(long.MaxValue))
                    {
                        int read = int.Parse(
                            cursor.Value, NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture);
                        topic ??= read;
                        Assert.Equal(topic, read);
                    }
                }
            }
            catch (KappaException error)
            {
                Assert.True(error.Code is "KAP2105" or "KAP2103", error.Message);
                told++;
            }
        }

        return told;
    }

    private static void Produce(EmbeddedLog log, ref bool isDone)
    {
        while (!Volatile.Read(ref isDone))
        {
            using ILogProducer producer = log.OpenProducer();
            try
            {
                while (!Volatile.Read(ref isDone))
                {
                    producer.Append(Gone, "value", new string('x', 500));
                }
            }
            catch (KappaException error)
            {
                Assert.Equal("KAP2103", error.Code);
            }
        }
    }
}
