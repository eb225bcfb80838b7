using System.Buffers.Binary;
using Kappa.Logs;

namespace Kappa.Bench;

/// <summary>What a partition holds, in its order: enough to notice a record that is lost, doubled or moved.</summary>
internal sealed class TopicContent
{
    private const ulong Multiplier = 0x9E3779B97F4A7C15UL;
    private ulong _digest;

    public long Records { get; private set; }

    /// <summary>Bytes of keys and values.</summary>
    public long Bytes { get; private set; }

    public void Add(long timestampMs, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        Records++;
        Bytes += key.Length + value.Length;
        unchecked
        {
            _digest = (_digest ^ (ulong)timestampMs) * Multiplier;
            _digest = (_digest ^ Digest(key)) * Multiplier;
            _digest = (_digest ^ Digest(value)) * Multiplier;
        }
    }

    /// <summary>Reads partitions whole and counts those records that are missing, too many or not the same.</summary>
    public static long Wrong(ILog log, string topic, TopicContent[] expected)
    {
        long wrong = 0;
        for (int partition = 0; partition < expected.Length; partition++)
        {
            var found = new TopicContent();
            using var cursor = new RecordCursor(log.OpenReader(new TopicPartition(topic, partition), 0));
            while (cursor.MoveNext(long.MaxValue))
            {
                found.Add(cursor.TimestampMs, cursor.Key, cursor.Value);
            }

            long missing = Math.Abs(expected[partition].Records - found.Records);
            wrong += missing > 0 || found._digest == expected[partition]._digest ? missing : found.Records;
        }

        return wrong;
    }

    private static ulong Digest(ReadOnlySpan<byte> bytes)
    {
        ulong digest = (ulong)bytes.Length;
        unchecked
        {
            for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            {
                digest = (digest ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes)) * Multiplier;
            }

            foreach (byte last in bytes)
            {
                digest = (digest ^ last) * Multiplier;
            }
        }

        return digest;
    }
}
