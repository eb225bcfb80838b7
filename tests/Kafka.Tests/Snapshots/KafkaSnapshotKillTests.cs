using System.Text;
using Confluent.Kafka;
using Kappa.Crash.Tests;

namespace Kappa.Logs.Tests;

/// <summary>On a cluster, whose topic others write to all the while, with and without transactions.</summary>
public sealed class KafkaSnapshotKillTests : SnapshotKillTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly IProducer<byte[], byte[]> _others;

    public KafkaSnapshotKillTests(ITestOutputHelper output)
        : base(output)
    {
        _others = new ProducerBuilder<byte[], byte[]>(new ProducerConfig
        {
            BootstrapServers = KafkaBroker.Bootstrap,
            TransactionalId = OwnNames.Next("others"),
        }).SetLogHandler((_, _) => { }).Build();
        _others.InitTransactions(Patience);
    }

    protected override string Topic { get; } = OwnNames.Next("runways");

    protected override int Kills => Lane.Choose(2, 12);

    protected override string Bootstrap => KafkaBroker.Bootstrap;

    private protected override string[] Place => ["--bootstrap", KafkaBroker.Bootstrap];

    private protected override bool OthersWriteMeanwhile => true;

    protected override ILog OpenLog() => OwnNames.Connect();

    /// <summary>
    /// Reads with a plain consumer. The transaction that a killed command has left is settled by a producer of its id
    /// first, as the next command does: until then the cluster may show a commit in some partitions and not in others.
    /// </summary>
    private protected override List<SnapshotRecord> Read(string topic, int partitions)
    {
        Settle();
        using (ILog log = OpenLog())
        {
            partitions = log.Find(topic) is null ? 0 : partitions;
        }

        return
        [
            .. Enumerable.Range(0, partitions).SelectMany(partition => ConfluentReader.Read(
                new Kappa.TopicPartition(topic, partition), 0).Select(RecordOf)),
        ];
    }

    private protected override void Write(params IEnumerable<(string Key, string? Value)> records)
    {
        _others.BeginTransaction();
        foreach ((string key, string? value) in records)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(key);
            _others.Produce(
                new Confluent.Kafka.TopicPartition(Topic, KeyPartitioner.Partition(bytes, Partitions)),
                new Message<byte[], byte[]>
                {
                    Key = bytes,
                    Value = value is null ? null! : Encoding.UTF8.GetBytes(value),
                });
        }

        _others.CommitTransaction(Patience);
    }

    /// <summary>The manifest is the last record of a transaction.</summary>
    private protected override async Task UntilItWritesAsync(ApplyProcess apply)
    {
        var manifests = new Confluent.Kafka.TopicPartition(Manifests, 0);
        using IConsumer<byte[], byte[]> consumer = new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig
        {
            BootstrapServers = KafkaBroker.Bootstrap,
            GroupId = OwnNames.Next("watch"),
        }).SetLogHandler((_, _) => { }).Build();
        long End() => consumer.QueryWatermarkOffsets(manifests, Patience).High.Value;
        for (long before = End(); !apply.HasExited && End() == before;)
        {
            await Task.Delay(1);
        }
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _others.Dispose();
    }

    private static SnapshotRecord RecordOf(ConsumeResult<byte[], byte[]> record) => new(
        record.Partition.Value, Encoding.UTF8.GetString(record.Message.Key),
        record.Message.Value is { } value ? Encoding.UTF8.GetString(value) : null,
        Header(record, "kappa-snapshot"), Header(record, "kappa-operation"));

    private static string? Header(ConsumeResult<byte[], byte[]> record, string name) =>
        record.Message.Headers.TryGetLastBytes(name, out byte[] value) ? Encoding.UTF8.GetString(value) : null;

    private void Settle()
    {
        using IProducer<byte[], byte[]> settling = new ProducerBuilder<byte[], byte[]>(new ProducerConfig
        {
            BootstrapServers = KafkaBroker.Bootstrap,
            TransactionalId = $"kappa.snapshots.{Topic}",
        }).SetLogHandler((_, _) => { }).Build();
        settling.InitTransactions(Patience);
    }
}
