using System.Runtime.InteropServices;

namespace Kappa.Kafka;

/// <summary>A list of partitions of librdkafka (rdkafka.h, <c>rd_kafka_topic_partition_list_t</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct RdKafkaPartitionList
{
    public int Count;
    public int Size;
    public RdKafkaPartition* Elements;
}
