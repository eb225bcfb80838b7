using System.Globalization;
using System.Text;

namespace Kappa.Logs.Tests;

/// <summary>Readers beside a writer, on tiny segments, so that they meet every boundary while it moves.</summary>
public sealed class FollowerTests
{
    private const int Commits = 5_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TopicPartition Partition = new("t", 0);

    [Fact]
    public async Task Readers_that_follow_a_writer_see_every_record_once_and_never_damage()
    {
        EmbeddedLogOptions options = new() { SegmentBytes = 700, JournalBytes = 10_000, InlineCommitBytes = 250 };
        using EmbeddedLog log = EmbeddedLog.InMemory(options);
        log.CreateTopic("t", new TopicSettings());

        Task<List<int>>[] readers = [.. Enumerable.Range(0, 2).Select(_ => Task.Run(() => FollowAsync(log)))];
        using ILogProducer producer = log.OpenProducer("p");
        for (int i = 0; i < Commits; i++)
        {
            string value = i.ToString(CultureInfo.InvariantCulture).PadRight(i % 300);
            producer.Append(Partition, value);
        }

        foreach (List<int> seen in await Task.WhenAll(readers))
        {
            Assert.Equal(Enumerable.Range(0, Commits), seen);
        }
    }

    [Fact]
    public async Task A_commit_wakes_who_waits_for_a_change()
    {
        using EmbeddedLog log = EmbeddedLog.InMemory();
        log.CreateTopic("t", new TopicSettings());
        using ILogProducer producer = log.OpenProducer();
        long seen = log.ChangeNumber;
        Task waiting = log.WaitForChangeAsync(seen, TestContext.Current.CancellationToken);

        producer.Append(Partition, "a");

        await waiting.WaitAsync(Patience);
        Assert.NotEqual(seen, log.ChangeNumber);
    }

    [Fact]
    public async Task A_wait_ends_when_the_log_is_closed()
    {
        EmbeddedLog log = EmbeddedLog.InMemory();
        Task waiting = log.WaitForChangeAsync(log.ChangeNumber, TestContext.Current.CancellationToken);

        log.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting.WaitAsync(Patience));
    }

    [Fact]
    public void Ends_of_several_partitions_never_stand_inside_a_commit()
    {
        TopicPartition[] partitions = [new("t", 0), new("t", 1), new("t", 2)];
        using EmbeddedLog log = EmbeddedLog.InMemory();
        log.CreateTopic("t", new TopicSettings { Partitions = partitions.Length });
        bool isDone = false;
        Thread writer = new(() =>
        {
            using ILogProducer producer = log.OpenProducer("p");
            using RecordBuffer buffer = Records.Buffer("value");
            for (int i = 0; i < Commits; i++)
            {
                Array.ForEach(partitions, partition => producer.Append(partition, buffer));
                producer.Commit();
            }

            Volatile.Write(ref isDone, true);
        });
        writer.Start();

        long[] ends = new long[partitions.Length];
        while (!Volatile.Read(ref isDone))
        {
            log.StableEnds(partitions, ends);
            Assert.True(ends[0] == ends[1] && ends[1] == ends[2], string.Join(" ", ends));
        }

        writer.Join();
    }

    private static async Task<List<int>> FollowAsync(EmbeddedLog log)
    {
        List<int> seen = [];
        using RecordCursor cursor = new(log.OpenReader(Partition, 0));
        while (seen.Count < Commits)
        {
            long change = log.ChangeNumber;
            while (cursor.MoveNext(long.MaxValue))
            {
                seen.Add(int.Parse(Encoding.ASCII.GetString(cursor.Value), CultureInfo.InvariantCulture));
            }

            if (seen.Count < Commits)
            {
                await log.WaitForChangeAsync(change, TestContext.Current.CancellationToken);
            }
        }

        return seen;
    }
}
