namespace Kappa.Logs.Tests;

/// <summary>
/// A request of a transaction, or its answer, is lost with the connection: each in turn. A reader of committed records
/// sees each record once.
/// </summary>
[Collection(LocalCluster.Alone)]
public sealed class LostMessageTests(LostMessageTests.ProxiedBroker broker)
    : IClassFixture<LostMessageTests.ProxiedBroker>
{
    private const int Commits = 6;

    /// <summary>Each request, lost before the broker has it or when it has answered.</summary>
    public static TheoryData<KafkaApi, bool> Faults =>
        [.. Enum.GetValues<KafkaApi>().SelectMany(api => new[]
        {
            new TheoryDataRow<KafkaApi, bool>(api, false), new TheoryDataRow<KafkaApi, bool>(api, true),
        })];

    [Theory]
    [MemberData(nameof(Faults))]
    public void Whatever_is_lost_each_record_is_there_once(KafkaApi api, bool isAnswer)
    {
        using KafkaLog log = broker.Connect();
        string name = $"lost-{api}-{isAnswer}".ToLowerInvariant();
        log.Admin.CreateTopic(name, new TopicSettings());
        var partition = new TopicPartition(name, 0);
        using var writer = new NumberWriter(log, partition, name, group: name);
        Assert.True(writer.TryCommit());
        int acknowledged = 1;
        int lost = broker.Proxy.Lost;

        for (int i = 0; i < Commits; i++)
        {
            if (i == 1)
            {
                broker.Proxy.LoseNext(api, isAnswer);
                if (api == KafkaApi.InitProducerId)
                {
                    using ILogProducer opened = log.OpenProducer(name); // Fences the writer's own, which opens another.
                }
            }

            acknowledged += writer.TryCommit() ? 1 : 0;
        }

        Assert.Equal(lost + 1, broker.Proxy.Lost);
        List<int> committed = writer.Committed();
        Assert.Equal(Enumerable.Range(0, committed.Count), committed);
        Assert.True(committed.Count >= acknowledged * 5, $"{acknowledged} commits, {committed.Count} records");
        Assert.True(acknowledged >= Commits - 2, string.Join(", ", writer.Errors));
        Assert.Equal(committed.Count, log.Groups.Find(name)!.Offsets[partition]);
    }

    /// <summary>A broker that tells its clients the address of a proxy.</summary>
    public sealed class ProxiedBroker : IAsyncDisposable
    {
        private readonly int _port = FreePorts.Take();
        private LocalCluster? _cluster;

        public ProxiedBroker() => Proxy = new FaultProxy(_port);

        internal FaultProxy Proxy { get; }

        internal KafkaLog Connect()
        {
            _cluster ??= LocalCluster.StartOwn(
                port: _port, settings: $"advertised.listeners=PLAINTEXT://127.0.0.1:{Proxy.Port}");
            return KafkaLog.Connect(new KafkaLogOptions
            {
                Properties = new Dictionary<string, string> { ["bootstrap.servers"] = $"127.0.0.1:{Proxy.Port}" },
                Timeout = TimeSpan.FromSeconds(10),
            });
        }

        public async ValueTask DisposeAsync()
        {
            await Proxy.DisposeAsync();
            _cluster?.Dispose();
        }
    }
}
