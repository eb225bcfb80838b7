using System.Text.Json;

namespace Kappa.Cli.Tests;

/// <summary>What holds of a benchmark on any machine; never a time.</summary>
public sealed class BenchCommandTests : IDisposable
{
    private readonly ScratchDirectory _scratch = new();

    [Fact]
    public async Task The_benchmark_of_snapshots_finds_the_changes_that_there_are_in_dumps_of_both_formats()
    {
        CliResult result = await Cli.RunAsync(
            "bench", "snapshot", "--records", "1000", "--dir", _scratch.File("bench"), "-o", "json");

        Assert.Equal(ExitCodes.Done, result.ExitCode);
        JsonElement json = JsonElement.Parse(result.Output);
        Assert.Equal(0, json.GetProperty("wrongResults").GetInt64());
        Assert.Equal(
            ["csv parse", "csv first", "csv unchanged", "csv churn", "parquet parse", "parquet first",
                "parquet unchanged", "parquet churn"],
            json.GetProperty("steps").EnumerateArray().Select(
                step => $"{step.GetProperty("format").GetString()} {step.GetProperty("name").GetString()}"));
        Assert.False(Directory.Exists(_scratch.File("bench")));
    }

    public void Dispose() => _scratch.Dispose();
}
