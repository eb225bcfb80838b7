namespace Kappa.Kafka;

/// <summary>
/// The kinds of events of librdkafka that Kappa takes from queues (rdkafka.h, <c>RD_KAFKA_EVENT_</c>).
/// </summary>
internal static class RdKafkaEvents
{
    public const int DeliveryReport = 0x1;
    public const int Log = 0x4;
    public const int Error = 0x8;
    public const int Rebalance = 0x10;
    public const int OffsetCommit = 0x20;
}
