using System.Runtime.InteropServices;

namespace Kappa.Kafka;

/// <summary>One part of a record that is produced (rdkafka.h, <c>rd_kafka_vu_t</c>).</summary>
[StructLayout(LayoutKind.Explicit, Size = 72)]
internal struct RdKafkaField
{
    public const int TopicHandle = 2;
    public const int PartitionNumber = 3;
    public const int Value = 4;
    public const int Key = 5;
    public const int Opaque = 6;
    public const int Flags = 7;
    public const int Timestamp = 8;
    public const int Headers = 10;

    /// <summary>Which part it is.</summary>
    [FieldOffset(0)]
    public int Type;

    [FieldOffset(8)]
    public nint Pointer;

    [FieldOffset(8)]
    public int Number;

    [FieldOffset(8)]
    public long Milliseconds;

    /// <summary>Bytes behind the pointer, of a key and a value.</summary>
    [FieldOffset(16)]
    public nuint Bytes;
}
