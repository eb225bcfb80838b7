using System.Text;
using Kappa.Logs;

namespace Kappa.Engine.Tests;

/// <summary>What an instance has come to, as text that two of them can be compared by.</summary>
internal static class Observed
{
    /// <summary>All rows of all stores, in order: key and value bytes, and timestamps.</summary>
    public static string Stores(StreamEngine engine)
    {
        var text = new StringBuilder();
        foreach (StoreInfo store in engine.Stores)
        {
            text.AppendLine($"store {store.Name}");
            using StoreView view = engine.OpenStore(store.Name);
            foreach ((byte[] key, byte[] value, long timestampMs) in view.ScanBytes())
            {
                text.AppendLine($"{Convert.ToHexString(key)} {Convert.ToHexString(value)} {timestampMs}");
            }
        }

        return text.ToString();
    }

    /// <summary>All records of a topic, partition by partition.</summary>
    public static string Records(ILog log, string topic)
    {
        var text = new StringBuilder();
        foreach ((int partition, byte[]? key, byte[]? value, long timestampMs, long _) in Walk(log, topic))
        {
            text.AppendLine($"{partition} {Hex(key)} {Hex(value)} {timestampMs}");
        }

        return text.ToString();
    }

    /// <summary>The last value of each key of a topic.</summary>
    public static string LastValues(ILog log, string topic)
    {
        var last = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach ((int _, byte[]? key, byte[]? value, long timestampMs, long _) in Walk(log, topic))
        {
            last[Hex(key)] = $"{Hex(value)} {timestampMs}";
        }

        return string.Join(Environment.NewLine, last.Select(pair => $"{pair.Key} {pair.Value}"));
    }

    public static IEnumerable<(int Partition, byte[]? Key, byte[]? Value, long TimestampMs, long Offset)> Walk(
        ILog log, string topic)
    {
        for (int partition = 0; partition < log.Find(topic)!.Partitions; partition++)
        {
            using var cursor = new RecordCursor(log.OpenReader(new TopicPartition(topic, partition), 0));
            while (cursor.MoveNext(long.MaxValue))
            {
                yield return (
                    partition, cursor.HasKey ? cursor.Key.ToArray() : null,
                    cursor.HasValue ? cursor.Value.ToArray() : null, cursor.TimestampMs, cursor.Offset);
            }
        }
    }

    private static string Hex(byte[]? bytes) => bytes is null ? "null" : Convert.ToHexString(bytes);
}
