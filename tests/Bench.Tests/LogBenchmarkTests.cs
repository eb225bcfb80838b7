using Kappa.Kafka;
using Kappa.Logs;

// Allocation is counted for the whole process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Kappa.Bench.Tests;

/// <summary>
/// What must hold of the benchmarks of the log on any machine: right results, and no allocation per record. Never a
/// time.
/// </summary>
public sealed class LogBenchmarkTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(false, CompressionType.None)]
    [InlineData(false, CompressionType.Lz4)]
    [InlineData(false, CompressionType.Zstd)]
    [InlineData(true, CompressionType.None)]
    [InlineData(true, CompressionType.Lz4)]
    public void Everything_is_read_and_nothing_is_allocated_per_record(bool inMemory, CompressionType compression)
    {
        ReadResult result = ReadBenchmark.Run(Options() with
        {
            Records = 2_000_000,
            InMemory = inMemory,
            Compression = compression,
        });

        output.WriteLine(result.ToString());
        Assert.Equal(0, result.WrongResults);
        Assert.Equal(2_000_000, result.Records);
        Assert.InRange(result.AllocatedBytesPerRecord, 0, 0.1);
        Assert.Equal(compression != CompressionType.None, result.CompressionRatio > 1.2);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Everything_appended_is_there_and_nothing_is_allocated_per_record(bool inMemory)
    {
        AppendResult result = AppendBenchmark.Run(Options() with { Records = 300_000, InMemory = inMemory });

        output.WriteLine(result.ToString());
        Assert.Equal(0, result.WrongResults);
        Assert.InRange(result.Commits, 25, 35); // 300,000 records of about 100 bytes, a megabyte in each.
        Assert.NotNull(result.Ratio);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Each_kind_of_small_commits_is_there_once_and_in_order(bool inMemory)
    {
        TransactionResult result = TransactionBenchmark.Run(Options() with
        {
            Duration = TimeSpan.FromMilliseconds(100),
            InMemory = inMemory,
        });

        output.WriteLine(string.Join('\n', result.Rows));
        Assert.Equal(0, result.WrongResults);
        Assert.All(result.Rows, row => Assert.True(row.CommitsPerSecond > 0));
        Assert.Contains(result.Rows, row => row.Producers > 1);
        Assert.Contains(result.Rows, row => row.Partitions > 1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Each_record_has_its_result_and_a_latency(bool inMemory)
    {
        LatencyBenchResult result = LatencyBenchmark.Run(Options() with
        {
            Duration = TimeSpan.FromSeconds(1),
            InMemory = inMemory,
        });

        output.WriteLine(result.ToString());
        Assert.Equal(0, result.WrongResults);
        Assert.Equal(180, result.Records); // 200 a second, less a tenth to warm up.
        Assert.True(result.P50Ms > 0 && result.P50Ms <= result.P99Ms && result.P99Ms <= result.MostMs);
    }

    [Fact]
    public void A_directory_that_exists_is_refused()
    {
        BenchOptions options = Options();
        Directory.CreateDirectory(options.Directory);
        try
        {
            KappaException error = Assert.Throws<KappaException>(() => ReadBenchmark.Run(options));

            Assert.Equal(("KAP7901", ExitCodes.Refused), (error.Code, error.ExitCode));
            Assert.True(Directory.Exists(options.Directory));
        }
        finally
        {
            Directory.Delete(options.Directory);
        }
    }

    [Fact]
    public void Two_logs_are_refused_and_so_are_replays_elsewhere()
    {
        BenchOptions two = Options() with
        {
            InMemory = true,
            Kafka = new KafkaLogOptions { Properties = new Dictionary<string, string>() },
        };

        Assert.Equal("KAP7902", Assert.Throws<KappaException>(() => ReadBenchmark.Run(two)).Code);
        Assert.Equal(
            "KAP7902",
            Assert.Throws<KappaException>(() => ReplayBenchmark.Run(Options() with { InMemory = true })).Code);
        Assert.False(Directory.Exists(two.Directory));
    }

    private static BenchOptions Options() => new()
    {
        Keys = 10_000,
        Directory = Path.Combine(Path.GetTempPath(), $"kappa-bench-log-test-{Environment.ProcessId}"),
    };
}
