using System.Text;
using Confluent.Kafka;

namespace Kappa.Logs.Tests;

/// <summary>What a plain consumer of Confluent.Kafka sees: the judge of what Kappa's producer has written.</summary>
internal static class ConfluentReader
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Reads a partition from its start: so many records, and then all that follow up to its end.</summary>
    public static List<ConsumeResult<byte[], byte[]>> Read(
        Kappa.TopicPartition partition, int expected, IsolationLevel isolation = IsolationLevel.ReadCommitted,
        string? bootstrap = null, TimeSpan? patience = null)
    {
        using IConsumer<byte[], byte[]> consumer = new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig
        {
            BootstrapServers = bootstrap ?? KafkaBroker.Bootstrap,
            GroupId = OwnNames.Next("judge"),
            IsolationLevel = isolation,
            EnablePartitionEof = true,
            EnableAutoCommit = false,
            FetchWaitMaxMs = 20,
        }).SetLogHandler((_, _) => { }).Build();
        consumer.Assign(new TopicPartitionOffset(partition.Topic, partition.Partition, Offset.Beginning));
        List<ConsumeResult<byte[], byte[]>> read = [];
        using CancellationTokenSource late = CancellationTokenSource.CreateLinkedTokenSource(
            TestContext.Current.CancellationToken);
        late.CancelAfter(patience ?? Patience);
        while (true)
        {
            ConsumeResult<byte[], byte[]> result = consumer.Consume(late.Token);
            if (!result.IsPartitionEOF)
            {
                read.Add(result);
            }
            else if (read.Count >= expected)
            {
                return read;
            }
        }
    }

    public static List<string> Values(
        Kappa.TopicPartition partition, int expected, string? bootstrap = null, TimeSpan? patience = null) =>
    [
        .. Read(partition, expected, bootstrap: bootstrap, patience: patience)
            .Select(result => Encoding.UTF8.GetString(result.Message.Value)),
    ];
}
