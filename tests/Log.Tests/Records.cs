using System.Text;

namespace Kappa.Logs.Tests;

/// <summary>Short ways to write and read records of text.</summary>
internal static class Records
{
    public static RecordBuffer Buffer(params string[] values)
    {
        RecordBuffer buffer = new();
        foreach (string value in values)
        {
            buffer.Add(1_000, true, "k"u8, true, Encoding.UTF8.GetBytes(value));
        }

        return buffer;
    }

    public static long Append(this ILogProducer producer, TopicPartition partition, params string[] values)
    {
        using RecordBuffer buffer = Buffer(values);
        producer.Append(partition, buffer);
        return producer.Commit()[0];
    }

    public static List<string> ReadAll(this ILog log, TopicPartition partition, long from = 0, long end = long.MaxValue)
    {
        using RecordCursor cursor = new(log.OpenReader(partition, from));
        List<string> values = [];
        while (cursor.MoveNext(end))
        {
            values.Add(cursor.HasValue ? Encoding.UTF8.GetString(cursor.Value) : "(tombstone)");
        }

        return values;
    }

    public static List<long> ReadOffsets(this ILog log, TopicPartition partition, long from = 0)
    {
        using RecordCursor cursor = new(log.OpenReader(partition, from));
        List<long> offsets = [];
        while (cursor.MoveNext(long.MaxValue))
        {
            offsets.Add(cursor.Offset);
        }

        return offsets;
    }
}
