namespace Kappa.Kafka;

/// <summary>What a client of librdkafka does.</summary>
internal enum RdKafkaType
{
    Producer = 0,
    Consumer = 1,
}
