using System.Diagnostics;
using Confluent.Kafka.Admin;

namespace Kappa.Logs.Tests;

/// <summary>Three brokers with three copies of everything: leaders change under load, and nothing is lost.</summary>
[Collection(LocalCluster.Alone)]
public sealed class ThreeBrokersTests(ThreeBrokersTests.Cluster cluster, ITestOutputHelper output)
    : IClassFixture<ThreeBrokersTests.Cluster>
{
    private const int Partitions = 3;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task A_broker_is_killed_and_restarted_under_load_and_each_record_is_there_once()
    {
        using KafkaLog log = cluster.Connect();
        log.Admin.CreateTopic("load", new TopicSettings { Partitions = Partitions });
        using var stop = new CancellationTokenSource();
        var commits = new int[Partitions];
        NumberWriter[] writers = [.. Enumerable.Range(0, Partitions).Select(partition =>
            new NumberWriter(log, new TopicPartition("load", partition), $"load-{partition}"))];
        Task[] writing = [.. writers.Select((writer, index) => Task.Factory.StartNew(
            () => Write(writer, ref commits[index], stop.Token), CancellationToken.None,
            TaskCreationOptions.LongRunning, TaskScheduler.Default))];

        int[] nodes = [1, 2, 3];
        Seed.Random(out _).Shuffle(nodes);
        foreach (int node in nodes[..Lane.Choose(1, nodes.Length)])
        {
            await cluster.CommitsAsync(commits, Limit);
            cluster.Brokers.Kill(node);
            await cluster.CommitsAsync(commits, Limit);
            cluster.Brokers.Restart(node);
        }

        await cluster.CommitsAsync(commits, Limit);
        await stop.CancelAsync();
        await Task.WhenAll(writing);
        for (int i = 0; i < Partitions; i++)
        {
            List<int> committed = writers[i].Committed();
            output.WriteLine($"{commits[i]} commits, errors: {string.Join(", ", writers[i].Errors)}");
            Assert.Equal(Enumerable.Range(0, committed.Count), committed);
            Assert.True(committed.Count >= commits[i] * 5);
            writers[i].Dispose();
        }
    }

    [Fact]
    public void The_older_of_two_producers_is_fenced_when_the_coordinator_has_moved()
    {
        using KafkaLog log = cluster.Connect();
        log.Admin.CreateTopic("fenced", new TopicSettings());
        var partition = new TopicPartition("fenced", 0);
        using ILogProducer older = log.OpenProducer("fenced");
        older.Append(partition, "before");
        using RecordBuffer open = Records.Buffer("of the older one");
        older.Append(partition, open);

        cluster.Brokers.Kill(1);
        using ILogProducer newer = log.OpenProducer("fenced");
        newer.Append(partition, "after");

        KappaException error = Assert.Throws<KappaException>(() => older.Commit());
        Assert.Equal(("KAP2301", ExitCodes.Fenced), (error.Code, error.ExitCode));
        cluster.Brokers.Restart(1);
        Assert.Equal(["before", "after"], log.ReadAll(partition));
    }

    [Fact]
    public async Task What_a_topic_with_three_copies_acknowledges_is_on_two_machines()
    {
        using KafkaLog log = cluster.Connect();
        log.Admin.CreateTopic("copies", new TopicSettings());

        ConfigEntryResult inSync = (await TopicConfigs.DescribeAsync(cluster.Brokers.Bootstrap, "copies"))[
            "min.insync.replicas"];

        Assert.Equal((ConfigSource.DynamicTopicConfig, "2"), (inSync.Source, inSync.Value));
        Assert.Contains("keeps 3 copies", log.DescribeCopies(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Topics_that_come_and_go_while_they_are_listed_fail_no_list()
    {
        using KafkaLog changing = cluster.Connect();
        changing.Admin.CreateTopic("stays", new TopicSettings());
        using var stop = new CancellationTokenSource();
        Task listing = Task.Factory.StartNew(
            () =>
            {
                while (!stop.IsCancellationRequested)
                {
                    using KafkaLog log = cluster.Connect(); // One that knows no topic yet asks for all of them.
                    Assert.NotEmpty(log.Topics);
                }
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        for (int i = 0; i < 30 && !listing.IsCompleted; i++)
        {
            changing.Admin.CreateTopic($"goes-{i}", new TopicSettings());
            changing.Admin.DeleteTopic($"goes-{i}");
        }

        await stop.CancelAsync();
        await listing;
    }

    private static void Write(NumberWriter writer, ref int commits, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            if (writer.TryCommit())
            {
                Interlocked.Increment(ref commits);
            }
        }
    }

    /// <summary>The brokers of these tests.</summary>
    public sealed class Cluster : IDisposable
    {
        private readonly Lazy<LocalCluster> _brokers = new(() => LocalCluster.StartOwn(
            brokers: 3, settings: ["broker.session.timeout.ms=3000", "broker.heartbeat.interval.ms=500"]));

        public LocalCluster Brokers => _brokers.Value;

        internal KafkaLog Connect() => KafkaLog.Connect(new KafkaLogOptions
        {
            Properties = new Dictionary<string, string> { ["bootstrap.servers"] = Brokers.Bootstrap },
            Timeout = TimeSpan.FromSeconds(60),
        });

        /// <summary>Waits until every writer has committed twice more: one commit began after the call.</summary>
        internal async Task CommitsAsync(int[] commits, TimeSpan limit)
        {
            int[] before = [.. commits];
            var time = Stopwatch.StartNew();
            while (Enumerable.Range(0, commits.Length).Any(i => Volatile.Read(ref commits[i]) < before[i] + 2))
            {
                Assert.True(time.Elapsed < limit, $"Nothing was committed for {limit}.");
                await Task.Delay(10);
            }
        }

        public void Dispose()
        {
            if (_brokers.IsValueCreated)
            {
                Brokers.Dispose();
            }
        }
    }
}
