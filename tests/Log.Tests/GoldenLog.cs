using System.Text;

namespace Kappa.Logs.Tests;

/// <summary>Writes the segments that are pinned in the folder Golden, one for each feature of the format.</summary>
internal static class GoldenLog
{
    private static readonly TopicPartition Partition = new("t", 0);

    /// <summary>Writes one of them.</summary>
    public static byte[] Write(string name) => name switch
    {
        "kappa-plain.log" => Plain(),
        "kappa-transactions.log" => Transactions(),
        "kappa-lz4.log" => Compressed(CompressionType.Lz4),
        "kappa-zstd.log" => Compressed(CompressionType.Zstd),
        "kappa-compacted.log" => Compacted(),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    /// <summary>Value of a record of the compressed segments.</summary>
    public static string Value(int number) =>
        $"{{\"flight\":\"KA{number:D4}\",\"gate\":{number % 31}," +
        $"\"status\":\"{(number % 3 == 0 ? "late" : "on time")}\"}}";

    /// <summary>A header, a null key, a tombstone, an empty value and key, timestamps that go back.</summary>
    private static byte[] Plain() => Write(new TopicSettings { Compression = CompressionType.None }, log =>
    {
        using ILogProducer producer = log.OpenProducer();
        using RecordBuffer buffer = new();
        buffer.Add(1_000, true, "k"u8, true, "first"u8, [4, 2, (byte)'h', 2, (byte)'v', 2, (byte)'n', 1]);
        buffer.Add(900, false, default, true, "without a key"u8);
        buffer.Add(1_300, true, "k"u8, false, default);
        buffer.Add(1_300, true, default, true, default);
        producer.Append(Partition, buffer);
        producer.Commit();
        producer.Append(Partition, "alone");
    });

    private static byte[] Transactions() => Write(new TopicSettings(), log =>
    {
        using ILogProducer first = log.OpenProducer("first");
        using ILogProducer second = log.OpenProducer("second");
        first.Append(Partition, "1", "2");
        second.Append(Partition, "3");
        first.Append(Partition, "4");
        using ILogProducer restarted = log.OpenProducer("first");
        restarted.Append(Partition, "5");
    });

    /// <summary>A large batch, and a small one that stays as it is.</summary>
    private static byte[] Compressed(CompressionType type) => Write(new TopicSettings { Compression = type }, log =>
    {
        using ILogProducer producer = log.OpenProducer();
        using RecordBuffer buffer = new();
        for (int i = 0; i < 200; i++)
        {
            buffer.Add(
                1_000 + i, true, Encoding.UTF8.GetBytes($"{i}"), true, Encoding.UTF8.GetBytes(Value(i)),
                i % 50 == 0 ? [2, 2, (byte)'h', 2, (byte)'v'] : default);
        }

        producer.Append(Partition, buffer);
        producer.Commit();
        producer.Append(Partition, "small");
    });

    /// <summary>
    /// A batch that lost records and is compressed again, commits that are gone, a tombstone that stays.
    /// </summary>
    private static byte[] Compacted() => Write(new TopicSettings { Cleanup = CleanupPolicy.Compact }, log =>
    {
        using ILogProducer producer = log.OpenProducer("p");
        Put(producer, [.. Enumerable.Range(0, 40).Select(i => ($"{i}", Value(i)))]);
        Put(producer, ("1", "older than the last"));
        Put(producer, ("1", "last"), ("3", null));
        log.CleanUp();
    });

    private static void Put(ILogProducer producer, params (string Key, string? Value)[] records)
    {
        using RecordBuffer buffer = new();
        foreach ((string key, string? value) in records)
        {
            buffer.Add(
                1_000, true, Encoding.UTF8.GetBytes(key), value is not null, Encoding.UTF8.GetBytes(value ?? ""));
        }

        producer.Append(Partition, buffer);
        producer.Commit();
    }

    private static byte[] Write(TopicSettings settings, Action<EmbeddedLog> write)
    {
        MemoryFileSystem files = new();
        using EmbeddedLog log = EmbeddedLog.Open(
            files, "log", new EmbeddedLogOptions { CompactionBytes = 0 }, new FixedTime(42));
        log.CreateTopic("t", settings);
        write(log);
        return Files.Read(files, "log/t-0/00000000000000000000.log");
    }
}
