namespace Kappa.Bench.Tests;

/// <summary>
/// What must hold of a benchmark on any machine: right results, and no allocation per record. Never a time.
/// </summary>
public sealed class BenchmarkTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("count", 0)]
    [InlineData("count", 10)]
    [InlineData("rekey-count", 0)]
    [InlineData("rekey-count", 10)]
    public void Every_result_is_right_and_nothing_is_allocated_per_record(string name, int sliceRecords)
    {
        BenchResult result = Benchmark.Run(name, new BenchOptions
        {
            // Runs grow at first, and what they need with them: the second half shows what is steady. A commit takes
            // some 15 KB whatever its size, so runs must not be small.
            Records = 3_200_000,
            Keys = 100_000,
            RunRecords = 500_000,
            SliceRecords = sliceRecords,
            Directory = Path.Combine(Path.GetTempPath(), $"kappa-bench-test-{Environment.ProcessId}"),
        });

        output.WriteLine(result.ToString());
        Assert.Equal(0, result.WrongResults);
        Assert.InRange(result.AllocatedBytesPerRecord, 0, 0.1);
    }

    /// <summary>Small, so that windows of every kind close and rows expire while it runs.</summary>
    [Theory]
    [MemberData(nameof(Modes))]
    public void Every_benchmark_gives_what_a_plain_model_knows(string name, bool isLogInMemory)
    {
        BenchResult result = Benchmark.Run(name, new BenchOptions
        {
            Records = 20_000,
            Keys = 1_000,
            RunRecords = 3_000,
            InMemory = isLogInMemory,
            Directory = Path.Combine(Path.GetTempPath(), $"kappa-bench-test-{Environment.ProcessId}"),
        });

        output.WriteLine(result.ToString());
        Assert.Equal(0, result.WrongResults);
        Assert.True(result.PeakMemoryBytes > 1 << 20);
    }

    public static IEnumerable<TheoryDataRow<string, bool>> Modes() =>
        [.. Benchmark.Names.Select(name => new TheoryDataRow<string, bool>(name, false)),
            new("window", true), new("count-rocksdb", true)];

    [Fact]
    public void Every_result_is_right_where_most_rows_are_not_in_the_cache()
    {
        BenchResult result = Benchmark.Run("count-misses", new BenchOptions
        {
            Records = 150_000,
            Keys = 50_000,
            Directory = Path.Combine(Path.GetTempPath(), $"kappa-bench-test-{Environment.ProcessId}"),
        });

        output.WriteLine(result.ToString());
        Assert.Equal(0, result.WrongResults);
    }

    [Fact]
    public void A_replay_gives_the_rows_of_the_live_version_over_coarse_and_fine_cuts()
    {
        ReplayBenchResult result = ReplayBenchmark.Run(new BenchOptions
        {
            Records = 20_000,
            Duration = TimeSpan.FromSeconds(1),
            Directory = Path.Combine(Path.GetTempPath(), $"kappa-bench-test-{Environment.ProcessId}"),
        });

        output.WriteLine(result.ToString());
        Assert.Equal(0, result.WrongRows);
        Assert.True(result.Idle.Records > 0);
    }
}
