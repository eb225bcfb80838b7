using Confluent.Kafka;

namespace Kappa.Logs.Tests;

/// <summary>A producer of somebody else's, with a transaction that is open.</summary>
internal static class ForeignProducer
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static IProducer<byte[], byte[]> Begin()
    {
        IProducer<byte[], byte[]> producer = new ProducerBuilder<byte[], byte[]>(new ProducerConfig
        {
            BootstrapServers = KafkaBroker.Bootstrap,
            TransactionalId = OwnNames.Next("foreign"),
        }).SetLogHandler((_, _) => { }).Build();
        producer.InitTransactions(Patience);
        producer.BeginTransaction();
        return producer;
    }
}
