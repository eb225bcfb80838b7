using System.Diagnostics;
using System.Text;

namespace Kappa.Logs.Tests;

/// <summary>Kafka's own segment dump tool judges the files that we write.</summary>
public sealed class KafkaDumpTests
{
    [Fact]
    public void Kafkas_dump_tool_finds_every_batch_valid()
    {
        using TemporaryDirectory directory = new();
        WriteSegment(directory.Path);

        string text = Dump(Path.Combine(directory.Path, "t-0", "00000000000000000000.log"));

        Assert.DoesNotContain("Non-consecutive", text);
        Assert.Equal(5, Count(text, "isvalid: true")); // Two commits of a batch and a marker, one plain append.
        Assert.Equal(2, Count(text, "endTxnMarker: COMMIT"));
        Assert.Contains("isTransactional: true isControl: false", text);
        Assert.Contains("headerKeys: [h]", text);
        Assert.Contains("payload: second", text);
    }

    [Fact]
    public void Kafkas_dump_tool_finds_every_batch_of_a_compacted_segment_valid()
    {
        using TemporaryDirectory directory = new();
        WriteCompactedSegment(directory.Path);

        string text = Dump(Path.Combine(directory.Path, "t-0", "00000000000000000000.log"));

        Assert.Contains("baseOffset: 0 lastOffset: 2 count: 1 ", text); // A batch that has lost two records.
        Assert.Contains("baseOffset: 4 lastOffset: 7 count: 0 ", text); // Two commits, gone with their markers.
        Assert.Contains("baseOffset: 8 lastOffset: 10 count: 2 ", text);
        Assert.Equal(2, Count(text, "endTxnMarker: COMMIT"));
        Assert.Equal(5, Count(text, "isvalid: true"));
        Assert.All(["only b", "last a", "last c"], value => Assert.Contains($"payload: {value}", text));
        Assert.Equal(5, Count(text, "| offset: ")); // Three records and two markers.
    }

    [Fact]
    public void Kafkas_dump_tool_finds_every_batch_of_the_pinned_segments_valid()
    {
        using TemporaryDirectory directory = new();
        string[] names =
            ["kappa-plain.log", "kappa-transactions.log", "kappa-lz4.log", "kappa-zstd.log", "kappa-compacted.log"];

        string text = Dump(string.Join(',', names.Select(name => Copy(directory.Path, name))));

        Assert.Equal(2 + 8 + 2 + 2 + 5, Count(text, "isvalid: true"));
        Assert.Equal(5 + 9 + 201 + 201 + 42, Count(text, "| offset: "));
        Assert.Equal(2, Count(text, "compresscodec: lz4"));
        Assert.Equal(1, Count(text, "compresscodec: zstd"));
        Assert.Equal(2, Count(text, $"payload: {GoldenLog.Value(199)}"));
        Assert.Equal(3, Count(text, $"payload: {GoldenLog.Value(7)}")); // The compacted segment has it too.
    }

    [Fact]
    public void Kafkas_dump_tool_reads_every_record_of_full_compressed_batches()
    {
        using TemporaryDirectory directory = new();
        string[] values = [.. Enumerable.Range(0, 6_000).Select(GoldenLog.Value)];
        using (EmbeddedLog log = EmbeddedLog.Open(DiskFileSystem.Instance, directory.Path))
        {
            using ILogProducer producer = log.OpenProducer("p");
            foreach (CompressionType compression in new[] { CompressionType.Lz4, CompressionType.Zstd })
            {
                log.CreateTopic($"{compression}", new TopicSettings { Compression = compression });
                producer.Append(new TopicPartition($"{compression}", 0), values);
            }
        }

        string text = Dump(string.Join(',', new[] { "Lz4", "Zstd" }.Select(
            topic => Path.Combine(directory.Path, $"{topic}-0", "00000000000000000000.log"))));

        Assert.DoesNotContain("Non-consecutive", text);
        Assert.Equal(2, Count(text, "compresscodec: lz4"));
        Assert.Equal(2, Count(text, "compresscodec: zstd"));
        Assert.Equal(
            [.. values, .. values],
            text.Split('\n').Where(line => line.Contains("payload: ")).Select(line => line.Split("payload: ")[1]));
    }

    private static string Copy(string directory, string name)
    {
        string target = Path.Combine(Directory.CreateDirectory(Path.Combine(directory, name)).FullName,
            "00000000000000000000.log");
        File.WriteAllBytes(target, GoldenFile.Read(name));
        return target;
    }

    private static void WriteCompactedSegment(string directory)
    {
        TopicPartition partition = new("t", 0);
        using EmbeddedLog log = EmbeddedLog.Open(
            DiskFileSystem.Instance, directory, new EmbeddedLogOptions { CompactionBytes = 0 });
        log.CreateTopic("t", new TopicSettings
        {
            Cleanup = CleanupPolicy.Compact,
            TombstoneRetention = TimeSpan.Zero,
        });
        using ILogProducer producer = log.OpenProducer("p");
        Commit(producer, partition, ("a", "old"), ("b", "only b"), ("c", "old"));
        Commit(producer, partition, ("a", "older than the last"));
        Commit(producer, partition, ("c", "older than the last"));
        Commit(producer, partition, ("a", "last a"), ("d", null), ("c", "last c"));
        log.CleanUp(); // Takes values.
        log.CleanUp(); // Takes the tombstone.
    }

    private static void Commit(
        ILogProducer producer, TopicPartition partition, params (string Key, string? Value)[] records)
    {
        using RecordBuffer buffer = new();
        foreach ((string key, string? value) in records)
        {
            buffer.Add(
                1_000, true, Encoding.UTF8.GetBytes(key), value is not null, Encoding.UTF8.GetBytes(value ?? ""));
        }

        producer.Append(partition, buffer);
        producer.Commit();
    }

    private static void WriteSegment(string directory)
    {
        TopicPartition partition = new("t", 0);
        using EmbeddedLog log = EmbeddedLog.Open(DiskFileSystem.Instance, directory);
        log.CreateTopic("t", new TopicSettings());
        using ILogProducer transactional = log.OpenProducer("p");
        using ILogProducer plain = log.OpenProducer();
        using RecordBuffer buffer = new();
        buffer.Add(1_000, true, "k"u8, true, "first"u8, [2, 2, (byte)'h', 2, (byte)'v']);
        buffer.Add(900, true, "k"u8, false, default);
        transactional.Append(partition, buffer);
        transactional.Commit();
        plain.Append(partition, "second");
        transactional.Append(partition, "third", "fourth");
    }

    /// <summary>What the tool says of segments that it finds nothing wrong with.</summary>
    private static string Dump(string segments)
    {
        string? tool = KafkaTool.Find();
        Assert.SkipWhen(
            tool is null, "Kafka's tools are not here: set KAPPA_KAFKA_TOOL to the script shared/kafka/kafka.");
        string[] arguments = ["run", "dump-log", "--deep-iteration", "--print-data-log", "--files", segments];
        ProcessStartInfo start = new(tool!, arguments)
        {
            RedirectStandardOutput = true,
        };
        using Process process = Process.Start(start)!;
        string text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.All(["isvalid: false", "invalid bytes", "Exception"], flaw => Assert.DoesNotContain(flaw, text));
        return text;
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
