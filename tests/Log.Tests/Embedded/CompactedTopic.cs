using System.Text;

namespace Kappa.Logs.Tests;

/// <summary>A log in memory with small segments and a compacted topic, for the tests of compaction.</summary>
public abstract class CompactedTopic
{
    internal static readonly TopicPartition Planes = new("planes", 0);

    internal static readonly EmbeddedLogOptions Small = new()
    {
        SegmentBytes = 1_000,
        IndexIntervalBytes = 200,
        CompactionBytes = 0,
    };

    internal FixedTime Time { get; } = new(1_000_000);

    protected FaultyFileSystem LogFiles { get; } = new();

    protected static long Append(ILogProducer producer, params (string? Key, string? Value)[] records) =>
        Append(producer, Planes, records);

    protected static long Append(
        ILogProducer producer, TopicPartition partition, params (string? Key, string? Value)[] records)
    {
        using RecordBuffer buffer = new();
        foreach ((string? key, string? value) in records)
        {
            buffer.Add(
                1_000, key is not null, Encoding.UTF8.GetBytes(key ?? ""), value is not null,
                Encoding.UTF8.GetBytes(value ?? ""));
        }

        producer.Append(partition, buffer);
        return producer.Commit()[0];
    }

    protected static void AppendKeys(ILogProducer producer, int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            Append(producer, ($"{i}", $"{i}"));
        }
    }

    protected static List<(long Offset, string? Key, string? Value)> Read(EmbeddedLog log, long from = 0)
    {
        using RecordCursor cursor = new(log.OpenReader(Planes, from));
        List<(long, string?, string?)> records = [];
        while (cursor.MoveNext(long.MaxValue))
        {
            records.Add((
                cursor.Offset, cursor.HasKey ? Encoding.UTF8.GetString(cursor.Key) : null,
                cursor.HasValue ? Encoding.UTF8.GetString(cursor.Value) : null));
        }

        return records;
    }

    protected int Segments() =>
        LogFiles.List("log/planes-0").Count(name => name.EndsWith(".log", StringComparison.Ordinal));

    protected EmbeddedLog Open(EmbeddedLogOptions? options = null, int partitions = 1)
    {
        EmbeddedLog log = EmbeddedLog.Open(LogFiles, "log", options ?? Small, Time);
        log.CreateTopic("planes", new TopicSettings { Partitions = partitions, Cleanup = CleanupPolicy.Compact });
        return log;
    }
}
