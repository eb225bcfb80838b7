using System.Runtime.InteropServices;

namespace Kappa.Kafka;

/// <summary>A message as librdkafka hands it out (rdkafka.h, <c>rd_kafka_message_t</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct RdKafkaMessage
{
    public int Error;
    public nint Topic;
    public int Partition;
    public byte* Value;
    public nuint ValueBytes;
    public byte* Key;
    public nuint KeyBytes;
    public long Offset;
    public nint Opaque;
}
