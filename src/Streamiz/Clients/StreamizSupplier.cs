using Confluent.Kafka;
using Streamiz.Kafka.Net.Kafka;
using Streamiz.Kafka.Net.Metrics;

namespace Kappa.StreamizHosting;

/// <summary>The clients that Streamiz works with, none of which knows a broker.</summary>
internal sealed class StreamizSupplier(
    HandOver handOver, StreamizTopics topics,
    IReadOnlyDictionary<string, KeyValuePair<StreamizKey, StreamizRow>[]> rows)
    : IKafkaSupplier
{
    public StreamMetricsRegistry MetricsRegistry { get; set; } = null!; // Streamiz sets it before it asks for a client.

    public IConsumer<byte[], byte[]> GetConsumer(ConsumerConfig config, IConsumerRebalanceListener rebalanceListener) =>
        new RecordConsumer(handOver, rebalanceListener).AsClient();

    public IConsumer<byte[], byte[]> GetRestoreConsumer(ConsumerConfig config) =>
        NarrowClient.Of<IConsumer<byte[], byte[]>>(new RowConsumer(rows));

    public IProducer<byte[], byte[]> GetProducer(ProducerConfig config) =>
        NarrowClient.Of<IProducer<byte[], byte[]>>(new RecordProducer(handOver));

    public IAdminClient GetAdmin(AdminClientConfig config) => NarrowClient.Of<IAdminClient>(new TopicAdmin(topics));

    public IConsumer<byte[], byte[]> GetGlobalConsumer(ConsumerConfig config) => throw new NotSupportedException();
}
