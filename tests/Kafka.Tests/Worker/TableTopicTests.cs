using System.Collections.Concurrent;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Kappa.Worker;

namespace Kappa.Logs.Tests;

/// <summary>A worker over a topic that others have made, which it reads as a table.</summary>
[Collection(LocalCluster.Alone)]
public sealed class TableTopicTests : IDisposable
{
    private const string Input = "customers";

    private readonly LocalCluster _cluster = LocalCluster.StartOwn();
    private readonly TemporaryDirectory _directory = new();

    public void Dispose()
    {
        _cluster.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task A_start_warns_of_a_table_whose_topic_deletes_by_age_until_it_is_compacted()
    {
        using IAdminClient admin = new AdminClientBuilder(
            new AdminClientConfig { BootstrapServers = _cluster.Bootstrap }).Build();
        await admin.CreateTopicsAsync(
        [
            new TopicSpecification
            {
                Name = Input,
                NumPartitions = 1,
                Configs = new Dictionary<string, string> { ["retention.ms"] = "604800000" },
            },
        ]);

        string[] before = await NoticesOfAStartAsync();
        await CompactAsync(admin);
        string[] after = await NoticesOfAStartAsync();

        Assert.Contains(before, line => line.Contains(
            $"--entity-name {Input} --add-config cleanup.policy=compact", StringComparison.Ordinal));
        Assert.DoesNotContain(after, line => line.Contains("read as a table", StringComparison.Ordinal));
    }

    /// <summary>What the warning says.</summary>
    private static Task CompactAsync(IAdminClient admin) => admin.IncrementalAlterConfigsAsync(
        new Dictionary<ConfigResource, List<ConfigEntry>>
        {
            [new ConfigResource { Name = Input, Type = ResourceType.Topic }] =
            [
                new ConfigEntry
                {
                    Name = "cleanup.policy",
                    Value = "compact",
                    IncrementalOperation = AlterConfigOpType.Set,
                },
            ],
        });

    private async Task<string[]> NoticesOfAStartAsync()
    {
        var builder = new StreamBuilder();
        builder.Table<string, string>(Input).ToStream().To("copied");
        var notices = new ConcurrentQueue<string>();
        await using WorkerHost worker = await WorkerHost.StartAsync(
            new WorkerSettings
            {
                Directory = _directory.Path,
                Cluster = new KafkaCluster(new KafkaLogOptions
                {
                    Properties = new Dictionary<string, string> { ["bootstrap.servers"] = _cluster.Bootstrap },
                }),
                Topologies = [builder.Build("tables", 1)],
                Http = new ListenAddress("127.0.0.1", 0),
                Notice = notices.Enqueue,
            },
            CancellationToken.None);
        return [.. notices];
    }
}
