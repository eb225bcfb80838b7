using Kappa.Logs;

namespace Kappa.Crash.Tests;

/// <summary>Reads whole topics for comparison.</summary>
internal static class Topics
{
    public static IEnumerable<byte[]> Values(ILog log, string topic) =>
        Walk(log, topic).Where(record => record.Value is not null).Select(record => record.Value!);

    public static IEnumerable<IGrouping<int, long>> Offsets(ILog log, string topic) =>
        Walk(log, topic).GroupBy(record => record.Partition, record => record.Offset);

    public static List<string> Records(ILog log, string topic) =>
        [.. Walk(log, topic).Select(record =>
            $"{record.Partition} {Text(record.Key)} {Text(record.Value)} {record.TimestampMs}")];

    public static Dictionary<string, string> LastValues(ILog log, string topic)
    {
        var last = new Dictionary<string, string>();
        foreach ((int _, long _, byte[]? key, byte[]? value, long timestampMs) in Walk(log, topic))
        {
            last[Text(key)] = $"{Text(value)} {timestampMs}";
        }

        return last;
    }

    private static IEnumerable<(int Partition, long Offset, byte[]? Key, byte[]? Value, long TimestampMs)> Walk(
        ILog log, string topic)
    {
        for (int partition = 0; partition < log.Find(topic)!.Partitions; partition++)
        {
            using var cursor = new RecordCursor(log.OpenReader(new TopicPartition(topic, partition), 0));
            while (cursor.MoveNext(long.MaxValue))
            {
                yield return (
                    partition, cursor.Offset, cursor.HasKey ? cursor.Key.ToArray() : null,
                    cursor.HasValue ? cursor.Value.ToArray() : null, cursor.TimestampMs);
            }
        }
    }

    private static string Text(byte[]? bytes) => bytes is null ? "null" : System.Text.Encoding.UTF8.GetString(bytes);
}
