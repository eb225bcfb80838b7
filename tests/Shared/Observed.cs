using System.Text;
using Kappa.Engine;
using Kappa.Logs;

namespace Kappa.Tests;

/// <summary>What an instance has come to, as text that two of them can be compared by.</summary>
internal static class Observed
{
    /// <summary>All rows of all stores, in order: key and value bytes, and timestamps.</summary>
    public static string Stores(StreamEngine engine)
    {
        using StoreViews views = engine.OpenStores();
        return Stores(views);
    }

    /// <summary>All rows of the stores of a checkpoint, in the same way.</summary>
    public static string Stores(StoreViews views)
    {
        var text = new StringBuilder();
        for (int store = 0; store < views.Stores.Count; store++)
        {
            text.AppendLine($"store {views.Stores[store].Name}");
            foreach ((byte[] key, byte[] value, long timestampMs) in views[store].ScanBytes())
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
    /// <param name="log">The log.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="ends">For each partition the offset to stop at; null for all of it.</param>
    public static string LastValues(ILog log, string topic, long[]? ends = null)
    {
        var last = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach ((int partition, byte[]? key, byte[]? value, long timestampMs, long offset) in Walk(log, topic))
        {
            if (ends is null || offset < ends[partition])
            {
                last[Hex(key)] = $"{Hex(value)} {timestampMs}";
            }
        }

        return string.Join(Environment.NewLine, last.Select(pair => $"{pair.Key} {pair.Value}"));
    }

    public static IEnumerable<(int Partition, byte[]? Key, byte[]? Value, long TimestampMs, long Offset)> Walk(
        ILog log, string topic)
    {
        for (int partition = 0; partition < log.Find(topic)!.Partitions; partition++)
        {
            var place = new TopicPartition(topic, partition);
            using var cursor = new RecordCursor(log.OpenReader(place, log.Offsets(place).Earliest));
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
