using Confluent.Kafka;
using Streamiz.Kafka.Net.Kafka;
using KafkaPartition = Confluent.Kafka.TopicPartition;

namespace Kappa.StreamizHosting;

/// <summary>
/// The consumer of Streamiz' one thread. The thread asks for a record only when it is done with the one before, so
/// where it asks is where Kappa takes over.
/// </summary>
internal sealed class RecordConsumer(HandOver handOver, IConsumerRebalanceListener listener)
{
    private IConsumer<byte[], byte[]>? _client;
    private bool _assigned;

    public List<KafkaPartition> Assignment { get; } = [];

    /// <summary>Nobody's: transactions are Kappa's.</summary>
    public IConsumerGroupMetadata ConsumerGroupMetadata => throw new NotSupportedException();

    /// <summary>Makes the client of it.</summary>
    public IConsumer<byte[], byte[]> AsClient() => _client = NarrowClient.Of<IConsumer<byte[], byte[]>>(this);

    public void Subscribe(IEnumerable<string> topics) =>
        Assignment.AddRange(topics.Select(topic => new KafkaPartition(topic, 0)));

    public ConsumeResult<byte[], byte[]>? Consume(TimeSpan timeout)
    {
        if (_assigned)
        {
            return handOver.Next();
        }

        _assigned = true;
        listener.PartitionsAssigned(_client!, [.. Assignment]);
        return null;
    }

    public List<TopicPartitionOffset> Committed(IEnumerable<KafkaPartition> partitions, TimeSpan timeout) =>
        [.. partitions.Select(partition => new TopicPartitionOffset(partition, Offset.Unset))];

    public void Commit(IEnumerable<TopicPartitionOffset> offsets)
    {
        // Where Kappa stands is in Kappa's log.
    }

    public void Pause(IEnumerable<KafkaPartition> partitions)
    {
        // One record is handed out at a time.
    }

    public void Resume(IEnumerable<KafkaPartition> partitions)
    {
        // As above.
    }

    public void Unsubscribe()
    {
        // It ends.
    }

    public void Close() => handOver.Ended();

    public void Dispose()
    {
        // Nothing is open.
    }
}
