using System.Globalization;
using System.Text.Json;
using Kappa.Logs;

namespace Kappa.Cli.Tests;

public sealed class DemoCommandTests(DemoRun run) : IDisposable
{
    private readonly ScratchDirectory _scratch = new();

    private string Demo => _scratch.File("demo");

    [Fact]
    public async Task The_numbers_are_those_of_the_sample()
    {
        CliResult result = await run.ResultAsync();

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(
            Sample.Worst().Select(airport => $"{airport.Code} {airport.Name} {airport.City} {airport.Flights} " +
                $"{airport.Mean:R}"),
            JsonElement.Parse(result.Output).EnumerateArray().Select(airport => string.Create(
                CultureInfo.InvariantCulture,
                $"{airport.GetProperty("code")} {airport.GetProperty("name")} {airport.GetProperty("city")} " +
                $"{airport.GetProperty("flights")} {airport.GetProperty("meanDelayMinutes").GetDouble():R}")));
    }

    [Fact]
    public async Task A_second_demo_starts_afresh_and_says_so_and_leaves_other_files_alone()
    {
        CliResult first = await run.ResultAsync();
        await run.CopyToAsync(Demo);
        File.WriteAllText(Path.Combine(Demo, "mine.txt"), "mine");
        await Cli.RunAsync("topic", "create", "mine", "--partitions", "1", "--dir", Demo);

        CliResult second = await Cli.RunAsync("demo", "--dir", Demo);
        CliResult topics = await Cli.RunAsync("topic", "ls", "--dir", Demo);

        Assert.Equal((0, 0), (first.ExitCode, second.ExitCode));
        Assert.DoesNotContain("afresh", first.Error, StringComparison.Ordinal);
        Assert.Contains("afresh", second.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("mine", topics.Output, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(Path.Combine(Demo, "mine.txt")));
        Assert.Contains($"kappa run ", second.Output, StringComparison.Ordinal);
        Assert.Contains($"--dir {Demo}", second.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_directory_with_something_else_is_exit_5_and_untouched()
    {
        Directory.CreateDirectory(Demo);
        File.WriteAllText(Path.Combine(Demo, "log"), "precious");

        (await Cli.RunAsync("demo", "--dir", Demo)).AssertFailed(5, "KAP7102", Demo);

        Assert.Equal(["log"], Directory.GetFileSystemEntries(Demo).Select(Path.GetFileName));
        Assert.Equal("precious", File.ReadAllText(Path.Combine(Demo, "log")));
        (await Cli.RunAsync("demo", "--dir", Path.Combine(Demo, "log"))).AssertFailed(5, "KAP7102");
    }

    [Fact]
    public async Task A_demo_that_a_process_works_on_is_exit_5_and_untouched()
    {
        await run.CopyToAsync(Demo);
        using (DirectoryOwner owner = DirectoryOwner.Take(Demo))
        {
            (await Cli.RunAsync("demo", "--dir", Demo)).AssertFailed(5, "KAP2002", $"process {Environment.ProcessId}");
        }

        CliResult topics = await Cli.RunAsync("topic", "ls", "--dir", Demo);
        Assert.Contains("flights", topics.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _scratch.Dispose();
}
