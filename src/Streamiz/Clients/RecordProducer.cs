using Confluent.Kafka;
using KafkaPartition = Confluent.Kafka.TopicPartition;

namespace Kappa.StreamizHosting;

/// <summary>Takes what Streamiz sends: records between its own parts go back in, all others wait for Kappa.</summary>
internal sealed class RecordProducer(HandOver handOver)
{
    private long _offset;

    public string Name => "kappa";

    public void Produce(
        string topic, Message<byte[], byte[]> message, Action<DeliveryReport<byte[], byte[]>>? report)
    {
        handOver.Sent(new SentRecord(
            topic, message.Key, message.Value, Math.Max(0, message.Timestamp.UnixTimestampMs)), message.Headers);
        report?.Invoke(new DeliveryReport<byte[], byte[]>
        {
            Topic = topic,
            Partition = 0,
            Offset = _offset++,
            Message = message,
            Error = new Error(ErrorCode.NoError),
            Status = PersistenceStatus.Persisted,
        });
    }

    public void Produce(
        KafkaPartition partition, Message<byte[], byte[]> message, Action<DeliveryReport<byte[], byte[]>>? report) =>
        Produce(partition.Topic, message, report);

    public void Flush(CancellationToken cancellationToken)
    {
        // What was sent is there.
    }

    public int Flush(TimeSpan timeout) => 0;

    public void Dispose()
    {
        // Nothing is open.
    }
}
