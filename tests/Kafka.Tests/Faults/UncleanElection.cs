using System.Diagnostics;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Kappa.Worker;

namespace Kappa.Logs.Tests;

/// <summary>
/// A broker that has not all records becomes leader, since the topic allows it: records that were read are gone. That
/// is no state that passes, so the version that has read them stops; nothing else does.
/// </summary>
internal sealed class UncleanElection(LocalCluster cluster, ITestOutputHelper output) : IDisposable
{
    private const string Lost = "lost";
    private const string Spared = "spared";
    private const string LostCopy = "lost-copy";
    private const string SparedCopy = "spared-copy";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(150);

    private readonly TemporaryDirectory _directory = new();
    private readonly TaskCompletionSource<string> _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Dispose() => _directory.Dispose();

    public async Task RunAsync()
    {
        await CreateTopicsAsync();
        await using WorkerHost worker = await StartAsync();
        Write(Lost, "on both");
        Read(LostCopy, "on both");

        cluster.Kill(3);
        Write(Lost, "on broker 2 alone");
        Read(LostCopy, "on both", "on broker 2 alone");
        cluster.Kill(2);
        Task restarting = Task.Run(() => cluster.Restart(3)); // It waits for broker 2 too.

        string told = await _stopped.Task.WaitAsync(Limit);
        Assert.Contains($"Partition {Lost}/0 ends at offset ", told, StringComparison.Ordinal);
        Assert.Contains("records have been lost (an unclean election", told, StringComparison.Ordinal);
        Write(Spared, "goes on");
        Read(SparedCopy, "goes on");
        cluster.Restart(2);
        await restarting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task CreateTopicsAsync()
    {
        using (KafkaLog log = KafkaLog.Connect(Options()))
        {
            foreach (string topic in new[] { Spared, LostCopy, SparedCopy })
            {
                log.Admin.CreateTopic(topic, new TopicSettings());
            }
        }

        using IAdminClient admin = new AdminClientBuilder(
            new AdminClientConfig { BootstrapServers = cluster.Bootstrap }).Build();
        await admin.CreateTopicsAsync(
        [
            new TopicSpecification
            {
                Name = Lost,
                NumPartitions = 1,
                ReplicasAssignments = new Dictionary<int, List<int>> { [0] = [2, 3] },
                Configs = new Dictionary<string, string>
                {
                    ["min.insync.replicas"] = "1",
                    ["unclean.leader.election.enable"] = "true",
                },
            },
        ]);
    }

    private void Write(string topic, string value)
    {
        using KafkaLog log = Connect();
        using ILogProducer producer = log.OpenProducer();
        producer.Append(new Kappa.TopicPartition(topic, 0), value);
        producer.Commit();
    }

    /// <summary>The controller may have died with its broker: on a busy machine the next one takes its time.</summary>
    private KafkaLog Connect()
    {
        var time = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return KafkaLog.Connect(Options());
            }
            catch (KappaException error) when (error.ExitCode == ExitCodes.Unreachable && time.Elapsed < Limit)
            {
                output.WriteLine(error.Message);
            }
        }
    }

    private void Read(string topic, params string[] expected) => Assert.Equal(
        expected,
        ConfluentReader.Values(new Kappa.TopicPartition(topic, 0), expected.Length, cluster.Bootstrap, Limit));

    private Task<WorkerHost> StartAsync() => WorkerHost.StartAsync(
        new WorkerSettings
        {
            Directory = _directory.Path,
            Cluster = new KafkaCluster(Options()),
            Topologies = [Copy(Lost, LostCopy), Copy(Spared, SparedCopy)],
            Http = new ListenAddress("127.0.0.1", 0),
            Notice = line =>
            {
                output.WriteLine($"{TimeProvider.System.GetUtcNow():mm:ss} {line}");
                if (line.Contains("KAP5004", StringComparison.Ordinal) ||
                    line.Contains("records have been lost", StringComparison.Ordinal))
                {
                    _stopped.TrySetResult(line);
                }
            },
        },
        CancellationToken.None);

    private static Topology Copy(string from, string to)
    {
        var builder = new StreamBuilder();
        builder.Stream<string, string>(from).To(to);
        return builder.Build(to);
    }

    private KafkaLogOptions Options() => new()
    {
        Properties = new Dictionary<string, string> { ["bootstrap.servers"] = cluster.Bootstrap },
    };
}
