using System.Text.Json;

namespace Kappa.Cli.Tests;

/// <summary>What a project's topologies are, without a worker.</summary>
public sealed class TopologyCommandTests
{
    private static readonly string Dll = Path.Combine(AppContext.BaseDirectory, "FlightDelays.dll");

    [Fact]
    public async Task The_versions_of_an_assembly_are_listed()
    {
        CliResult result = await Cli.RunAsync("topology", "ls", Dll, "-o", "ndjson");

        JsonElement[] versions = [.. result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonElement.Parse(line))];
        Assert.Equal([1, 2], versions.Select(version => version.GetProperty("version").GetInt32()));
        Assert.All(versions, version =>
        {
            Assert.Equal("flight-delays", version.GetProperty("topology").GetString());
            Assert.Equal(
                """["airports","flights"]""", version.GetProperty("sources").GetRawText());
            Assert.Equal("""["airport-delays"]""", version.GetProperty("outputs").GetRawText());
        });
    }

    [Theory]
    [InlineData("1", "topology flight-delays v1\n")]
    [InlineData(null, "topology flight-delays v2\n")]
    public async Task A_version_is_described_the_highest_unless_another_is_named(string? version, string begin)
    {
        string[] more = version is null ? [] : ["--version", version];

        CliResult result = await Cli.RunAsync(["topology", "describe", Dll, "flight-delays", .. more]);

        Assert.Equal(0, result.ExitCode);
        Assert.StartsWith(begin, result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_version_is_drawn()
    {
        CliResult result = await Cli.RunAsync("topology", "graph", Dll);

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("flowchart LR", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_version_changes_is_said_with_the_reason_and_exit_code_8()
    {
        CliResult result = await Cli.RunAsync("topology", "diff", Dll);

        Assert.Equal(8, result.ExitCode);
        Assert.Contains("= store     airports", result.Output, StringComparison.Ordinal);
        Assert.Contains("~ store     delays-by-airport", result.Output, StringComparison.Ordinal);
        Assert.Contains(
            "string -> json(DelayTotalsV2), was string -> json(DelayTotals)", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_version_has_nothing_that_differs_from_itself()
    {
        CliResult result = await Cli.RunAsync("topology", "diff", Dll, "--from", "2", "--to", "2", "-o", "json");

        Assert.Equal(0, result.ExitCode);
        Assert.All(
            JsonElement.Parse(result.Output).EnumerateArray(),
            change => Assert.Equal("Kept", change.GetProperty("kind").GetString()));
    }

    [Fact]
    public async Task A_project_without_faults_and_warnings_passes()
    {
        CliResult result = await Cli.RunAsync("topology", "lint", Dll, "--strict");

        Assert.Equal((0, ""), (result.ExitCode, result.Output));
        Assert.Equal("2 versions, 0 errors, 0 warnings", result.Error.Trim());
    }

    [Fact]
    public async Task Faults_and_warnings_of_other_versions_are_all_told()
    {
        string tests = typeof(TopologyCommandTests).Assembly.Location;

        CliResult result = await Cli.RunAsync("topology", "lint", tests);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("error: faulty v1:", result.Output, StringComparison.Ordinal);
        Assert.Contains("warning: seldom-meant v1:", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_topology_or_version_that_is_not_there_is_named_with_those_that_are()
    {
        CliResult topology = await Cli.RunAsync("topology", "describe", Dll, "flights");
        CliResult version = await Cli.RunAsync("topology", "describe", Dll, "--version", "7");

        topology.AssertFailed(3, "KAP5225", "flight-delays");
        version.AssertFailed(3, "KAP5210", "7");
    }

    [Fact]
    public async Task A_topology_that_cannot_be_built_does_not_hide_the_others()
    {
        string tests = typeof(TopologyCommandTests).Assembly.Location;

        CliResult list = await Cli.RunAsync("topology", "ls", tests);
        CliResult faulty = await Cli.RunAsync("topology", "describe", tests, "faulty");

        Assert.Contains("seldom-meant", list.Output, StringComparison.Ordinal);
        Assert.StartsWith("faulty v1 cannot be built: ", list.Error, StringComparison.Ordinal);
        faulty.AssertFailed(78, "KAP1006", "counts");
    }

    [Fact]
    public async Task Of_several_topologies_one_has_to_be_named()
    {
        CliResult result = await Cli.RunAsync("topology", "describe", typeof(TopologyCommandTests).Assembly.Location);

        result.AssertFailed(2, "KAP7101", "several topologies", "kappa topology ls");
    }
}
