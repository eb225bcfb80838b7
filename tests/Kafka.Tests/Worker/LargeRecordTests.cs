using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Kappa.Worker;

namespace Kappa.Logs.Tests;

/// <summary>A worker whose output topic takes no records as large as it writes.</summary>
[Collection(LocalCluster.Alone)]
public sealed class LargeRecordTests : IDisposable
{
    private const int Bytes = 50_000;
    private const string Input = "in";
    private const string Output = "out";
    private const string Name = "large";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly LocalCluster _cluster = LocalCluster.StartOwn();
    private readonly TemporaryDirectory _directory = new();
    private readonly TaskCompletionSource<string> _refused = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Dispose()
    {
        _cluster.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task A_record_above_the_limit_stops_its_version_with_the_property_to_raise_and_raised_it_goes_on()
    {
        CreateTopics();
        await using (WorkerHost first = await StartAsync())
        {
            Write("small", new string('y', Bytes), "behind it");
            string told = await _refused.Task.WaitAsync(Limit);
            Assert.Contains($"is too large for {Output}/0", told, StringComparison.Ordinal);
            Assert.Contains("Raise the topic's max.message.bytes", told, StringComparison.Ordinal);
        }

        await RaiseAsync();
        await using WorkerHost second = await StartAsync();
        List<string> values = ConfluentReader.Values(new Kappa.TopicPartition(Output, 0), 3, _cluster.Bootstrap);

        Assert.Equal(["small", new string('y', Bytes), "behind it"], values);
        using KafkaLog log = Connect();
        Assert.NotNull(log.Groups.Find($"{Name}.v1.i1")); // Kafka's tools see the lag from the first commit on.
    }

    private void CreateTopics()
    {
        using KafkaLog log = Connect();
        log.Admin.CreateTopic(Input, new TopicSettings());
        log.Admin.CreateTopic(Output, new TopicSettings());
        AlterAsync("20000").GetAwaiter().GetResult();
    }

    private Task RaiseAsync() => AlterAsync("1000000");

    private async Task AlterAsync(string mostBytes)
    {
        using IAdminClient admin = new AdminClientBuilder(
            new AdminClientConfig { BootstrapServers = _cluster.Bootstrap }).Build();
        await admin.IncrementalAlterConfigsAsync(new Dictionary<ConfigResource, List<ConfigEntry>>
        {
            [new ConfigResource { Name = Output, Type = ResourceType.Topic }] =
            [
                new ConfigEntry
                {
                    Name = "max.message.bytes",
                    Value = mostBytes,
                    IncrementalOperation = AlterConfigOpType.Set,
                },
                new ConfigEntry
                {
                    Name = "compression.type",
                    Value = "uncompressed",
                    IncrementalOperation = AlterConfigOpType.Set,
                },
            ],
        });
    }

    private void Write(params string[] values)
    {
        using KafkaLog log = Connect();
        using ILogProducer producer = log.OpenProducer();
        producer.Append(new Kappa.TopicPartition(Input, 0), values);
        producer.Commit();
    }

    private async Task<WorkerHost> StartAsync()
    {
        var builder = new StreamBuilder();
        builder.Stream<string, string>(Input).To(Output);
        return await WorkerHost.StartAsync(
            new WorkerSettings
            {
                Directory = _directory.Path,
                Cluster = new KafkaCluster(Options()),
                Topologies = [builder.Build(Name)],
                Http = new ListenAddress("127.0.0.1", 0),
                Notice = line =>
                {
                    if (line.Contains("too large", StringComparison.Ordinal))
                    {
                        _refused.TrySetResult(line);
                    }
                },
            },
            CancellationToken.None);
    }

    private KafkaLog Connect() => KafkaLog.Connect(Options());

    private KafkaLogOptions Options() => new()
    {
        Properties = new Dictionary<string, string> { ["bootstrap.servers"] = _cluster.Bootstrap },
    };
}
