using System.Runtime.InteropServices;

namespace Kappa.Kafka;

/// <summary>A partition in a list of librdkafka (rdkafka.h, <c>rd_kafka_topic_partition_t</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct RdKafkaPartition
{
    public byte* Topic;
    public int Partition;
    public long Offset;
    public nint Metadata;
    public nuint MetadataBytes;
    public nint Opaque;
    public int Error;
    public nint Private;
}
