using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Kappa.Logs.Tests;

/// <summary>What a producer on Kafka says and leaves behind when something is wrong.</summary>
public sealed class ProducerFailureTests : IDisposable
{
    private readonly KafkaLog _log = OwnNames.Connect();
    private readonly string _topic = OwnNames.Next("flights");
    private readonly string _id = OwnNames.Next("worker");

    private Kappa.TopicPartition First => new(_topic, 0);

    public void Dispose() => _log.Dispose();

    [Theory]
    [InlineData(2_000_000), InlineData(11_000_000)] // Above the topic's limit; above the client's.
    public async Task A_record_that_is_too_large_is_refused_and_the_commit_with_it(int bytes)
    {
        using IAdminClient admin = new AdminClientBuilder(
            new AdminClientConfig { BootstrapServers = KafkaBroker.Bootstrap }).SetLogHandler((_, _) => { }).Build();
        await admin.CreateTopicsAsync(
        [
            new TopicSpecification
            {
                Name = _topic,
                NumPartitions = 2,
                Configs = new Dictionary<string, string> { ["retention.ms"] = "-1", ["max.message.bytes"] = "1000000" },
            },
        ]);
        using ILogProducer producer = _log.OpenProducer(_id);
        using RecordBuffer small = Records.Buffer("small");
        using RecordBuffer large = new();
        byte[] value = new byte[bytes];
        new Random(1).NextBytes(value);
        large.Add(1, true, "k"u8, true, value);
        producer.Append(First, small);
        producer.Append(First with { Partition = 1 }, large);

        KappaException error = Assert.Throws<KappaException>(() => producer.Commit());

        Assert.Equal(("KAP2303", ExitCodes.Refused), (error.Code, error.ExitCode));
        Assert.Contains($"{_topic}/1", error.Message);
        Assert.Contains($"{bytes + 1:N0} bytes", error.Message);
        Assert.Contains("max.message.bytes", error.Message);
        Assert.Same(error, Assert.Throws<KappaException>(() => producer.Append(First, small)));
        using ILogProducer next = _log.OpenProducer(_id);
        next.Append(First, "kept");
        Assert.Equal(["kept"], ConfluentReader.Values(First, 1));
    }

    [Fact]
    public void After_a_refused_commit_readers_are_not_held_up()
    {
        _log.Admin.CreateTopic(_topic, new TopicSettings());
        using ILogProducer producer = _log.OpenProducer(_id);
        using RecordBuffer large = Records.Buffer("small", new string('x', 11_000_000));
        producer.Append(First, large);
        Assert.Throws<KappaException>(() => producer.Commit());
        using ILogProducer another = _log.OpenProducer(_id + "2");

        another.Append(First, "kept");

        Assert.Equal(["kept"], ConfluentReader.Values(First, 1)); // Its last stable offset has passed the aborted one.
    }

    [Fact]
    public void An_unknown_topic_or_partition_is_refused_with_the_nearest_name()
    {
        _log.Admin.CreateTopic(_topic, new TopicSettings());
        using ILogProducer producer = _log.OpenProducer();
        using ILogProducer another = _log.OpenProducer();
        using RecordBuffer buffer = Records.Buffer("a");

        KappaException topic = Assert.Throws<KappaException>(
            () => producer.Append(new Kappa.TopicPartition(_topic[..^1], 0), buffer));
        KappaException partition = Assert.Throws<KappaException>(
            () => another.Append(First with { Partition = 1 }, buffer));

        Assert.Equal(("KAP2103", "KAP2103"), (topic.Code, partition.Code));
        Assert.Contains($"Did you mean '{_topic}'?", topic.Message);
        Assert.Contains("numbered from 0", partition.Message);
    }

    [Theory]
    [InlineData(true), InlineData(false)]
    public async Task A_topic_that_somebody_else_deletes_before_the_commit_is_named(bool isTransactional)
    {
        string kept = OwnNames.Next("kept");
        _log.Admin.CreateTopic(_topic, new TopicSettings());
        _log.Admin.CreateTopic(kept, new TopicSettings());
        using ILogProducer producer = _log.OpenProducer(isTransactional ? _id : null);
        using RecordBuffer buffer = Records.Buffer("a");
        producer.Append(First, "first");
        producer.Append(new Kappa.TopicPartition(kept, 0), buffer);
        producer.Append(First, buffer);
        using IAdminClient admin = new AdminClientBuilder(
            new AdminClientConfig { BootstrapServers = KafkaBroker.Bootstrap }).SetLogHandler((_, _) => { }).Build();
        await admin.DeleteTopicsAsync([_topic]);
        while (admin.GetMetadata(TimeSpan.FromSeconds(30)).Topics.Exists(topic => topic.Topic == _topic))
        {
            await Task.Yield(); // The controller has deleted it; the broker learns of it a moment later.
        }

        KappaException error = Assert.Throws<KappaException>(() => producer.Commit());

        Assert.Equal(("KAP2103", ExitCodes.NotFound), (error.Code, error.ExitCode));
        Assert.True(error.Message.Contains($"'{_topic}'", StringComparison.Ordinal), error.Message);
        if (isTransactional)
        {
            Assert.Empty(ConfluentReader.Read(new Kappa.TopicPartition(kept, 0), 0));
        }
    }

    [Theory]
    [InlineData(true), InlineData(false)]
    public void A_cluster_that_does_not_answer_is_named_within_the_time_out(bool isListening)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start(); // Takes connections and never answers.
        string servers = $"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
        if (!isListening)
        {
            listener.Stop();
        }

        var properties = new KafkaProperties(new KafkaLogOptions
        {
            Properties = new Dictionary<string, string> { ["bootstrap.servers"] = servers },
            Timeout = TimeSpan.FromSeconds(2),
        });
        long started = Stopwatch.GetTimestamp();

        KappaException error = Assert.Throws<KappaException>(() => new KafkaProducer(_log, properties, _id));

        Assert.Equal(("KAP2502", ExitCodes.Unreachable), (error.Code, error.ExitCode));
        Assert.Contains(servers, error.Message);
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void A_plain_commit_to_a_cluster_that_does_not_answer_ends_within_the_time_out()
    {
        _log.Admin.CreateTopic(_topic, new TopicSettings());
        var properties = new KafkaProperties(new KafkaLogOptions
        {
            Properties = new Dictionary<string, string> { ["bootstrap.servers"] = "127.0.0.1:1" },
            Timeout = TimeSpan.FromSeconds(2),
        });
        using var producer = new KafkaProducer(_log, properties, null);
        using RecordBuffer buffer = Records.Buffer("a");
        producer.Append(First, buffer);
        long started = Stopwatch.GetTimestamp();

        KappaException error = Assert.Throws<KappaException>(() => producer.Commit());

        Assert.Equal(("KAP2503", ExitCodes.Unreachable), (error.Code, error.ExitCode));
        Assert.Contains("127.0.0.1:1", error.Message);
        producer.Dispose();
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void A_producer_that_was_disposed_says_so()
    {
        _log.Admin.CreateTopic(_topic, new TopicSettings());
        ILogProducer producer = _log.OpenProducer(_id);
        producer.Dispose();
        producer.Dispose();
        using RecordBuffer buffer = Records.Buffer("a");

        Assert.Throws<ObjectDisposedException>(() => producer.Append(First, buffer));
        Assert.Throws<ObjectDisposedException>(() => producer.Commit());
    }

    [Theory]
    [InlineData("127.0.0.1:19092/1: Disconnected (after 3020ms in state UP)", true)]
    [InlineData("TxnCoordinator: 127.0.0.1:19092: 1 request(s) timed out: disconnect (after 5ms in state UP)", true)]
    [InlineData("b/bootstrap: Connect to ipv4#127.0.0.1:1 failed: refused (after 0ms in state CONNECT)", false)]
    [InlineData("1/1 brokers are down", true)]
    [InlineData("b/1: Disconnected (after 1ms in state UP, 3 identical error(s) suppressed)", true)]
    [InlineData("b/1: Disconnected (after 1ms in state APIVERSION_QUERY)", false)]
    public void Only_a_connection_that_was_up_can_have_lost_a_request(string text, bool mayHave) =>
        Assert.Equal(mayHave, ConnectionWatch.MayHaveLostRequests(text));
}
