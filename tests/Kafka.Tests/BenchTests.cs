using System.Security.Cryptography;
using Kappa.Bench;

namespace Kappa.Logs.Tests;

/// <summary>
/// What must hold of the benchmarks on a cluster: right results, no allocation per record, and nothing left behind.
/// Never a time.
/// </summary>
[CollectionDefinition(nameof(BenchTests), DisableParallelization = true)] // Allocation is of the whole process.
[Collection(nameof(BenchTests))]
public sealed class BenchTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(CompressionType.None)]
    [InlineData(CompressionType.Lz4)]
    public void Everything_is_read_and_nothing_is_allocated_per_record(CompressionType compression)
    {
        ReadResult result = ReadBenchmark.Run(Options() with { Records = 300_000, Compression = compression });

        output.WriteLine(result.ToString());
        Assert.Equal(0, result.WrongResults);
        Assert.InRange(result.AllocatedBytesPerRecord, 0, 0.1);
    }

    [Fact]
    public void Everything_appended_is_there()
    {
        AppendResult result = AppendBenchmark.Run(Options() with { Records = 100_000 });

        output.WriteLine(result.ToString());
        Assert.Equal(0, result.WrongResults);
        Assert.Null(result.Ratio);
    }

    [Fact]
    public void Each_kind_of_small_commits_is_there_once_and_in_order()
    {
        TransactionResult result = TransactionBenchmark.Run(
            Options() with { Duration = TimeSpan.FromMilliseconds(200) });

        output.WriteLine(string.Join('\n', result.Rows));
        Assert.Equal(0, result.WrongResults);
        Assert.All(result.Rows, row => Assert.True(row.CommitsPerSecond > 0));
    }

    /// <summary>
    /// The records come over another connection than the engine's: it must wake up for them, and so must the reader.
    /// </summary>
    [Fact]
    public void Each_record_has_its_result_and_a_latency()
    {
        LatencyBenchResult result = LatencyBenchmark.Run(Options() with { Duration = TimeSpan.FromSeconds(2) });

        output.WriteLine(result.ToString());
        Assert.Equal(0, result.WrongResults);
        Assert.Equal(360, result.Records);
    }

    [Fact]
    public void A_count_is_right_and_leaves_no_topic_behind()
    {
        BenchOptions options = Options() with { Records = 100_000 };

        BenchResult result = Benchmark.Run("rekey-count", options);

        output.WriteLine(result.ToString());
        Assert.Equal(0, result.WrongResults);
        using KafkaLog log = KafkaLog.Connect(options.Kafka!);
        Assert.DoesNotContain(log.Topics, topic => topic.Name.Contains(options.NamePrefix!, StringComparison.Ordinal));
    }

    private static BenchOptions Options() => new()
    {
        Keys = 10_000,
        NamePrefix = $"bench-test-{RandomNumberGenerator.GetHexString(10, lowercase: true)}-",
        Directory = Path.Combine(Path.GetTempPath(), $"kappa-bench-kafka-test-{Environment.ProcessId}"),
        Kafka = new KafkaLogOptions
        {
            Properties = new Dictionary<string, string> { ["bootstrap.servers"] = KafkaBroker.Bootstrap },
        },
    };
}
