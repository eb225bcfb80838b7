using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Kappa.Logs;

/// <summary>The topic of committed offsets: its name, and the bytes of its records.</summary>
/// <remarks>
/// Key: version (1), group, topic (each as a varint length and UTF-8), partition (varint). Value: version (1), offset
/// (int64, little endian); without a value the offset is forgotten. So compaction keeps one record for each partition
/// that a group has read.
/// </remarks>
internal static class GroupTopic
{
    public const string Name = "kappa.groups";

    private const byte Version = 1;
    private const int ValueBytes = 9;
    private const int MaxKeyBytes = 1_024; // Two names of at most 200 characters, three bytes each at most.

    public static TopicPartition Partition { get; } = new(Name, 0);

    /// <summary>What the topic is created with; its records are too small to be worth compressing.</summary>
    public static TopicSettings Settings { get; } = new()
    {
        Cleanup = CleanupPolicy.Compact,
        Compression = CompressionType.None,
    };

    /// <summary>Adds the record of one committed offset; null for one that is forgotten.</summary>
    public static void Add(RecordBuffer records, long nowMs, string group, TopicPartition partition, long? offset)
    {
        Span<byte> key = stackalloc byte[MaxKeyBytes];
        key[0] = Version;
        int length = 1;
        WriteText(key, ref length, group);
        WriteText(key, ref length, partition.Topic);
        WriteNumber(key, ref length, partition.Partition);
        Span<byte> value = stackalloc byte[ValueBytes];
        value[0] = Version;
        BinaryPrimitives.WriteInt64LittleEndian(value[1..], offset ?? -1);
        records.Add(nowMs, true, key[..length], offset is not null, value);
    }

    /// <summary>Reads the record that a cursor stands on.</summary>
    /// <returns>False where its version is not known.</returns>
    public static bool TryRead(
        RecordCursor record, out string group, out TopicPartition partition, out long? offset)
    {
        group = "";
        partition = default;
        offset = null;
        bool isKnown = record.Key.Length > 0 && record.Key[0] == Version &&
            (!record.HasValue || (record.Value.Length == ValueBytes && record.Value[0] == Version));
        if (!isKnown)
        {
            return false;
        }

        JournalDecoder key = new(record.Key[1..], Name);
        group = key.Text();
        partition = new TopicPartition(key.Text(), key.Count());
        offset = record.HasValue ? BinaryPrimitives.ReadInt64LittleEndian(record.Value[1..]) : null;
        return true;
    }

    private static void WriteText(Span<byte> key, ref int length, string text)
    {
        WriteNumber(key, ref length, Encoding.UTF8.GetByteCount(text));
        length += Encoding.UTF8.GetBytes(text, key[length..]);
    }

    private static void WriteNumber(Span<byte> key, ref int length, int number) =>
        length += Varint.WriteUnsigned(ref MemoryMarshal.GetReference(key[length..]), (uint)number);
}
