using System.Text.RegularExpressions;

namespace Kappa.Repository.Tests;

/// <summary>
/// `dotnet test` stays quick: what takes long stands outside the solution, and `.ci/run` runs it by name.
/// </summary>
public sealed partial class SuiteTests
{
    /// <summary>Together five minutes on two cores at most, the build included; two once they are built.</summary>
    private static readonly string[] Quick =
    [
        "tests/Abstractions.Tests", "tests/Cli.Tests", "tests/Engine.Tests", "tests/FlightDelays.Tests",
        "tests/Golden.Tests", "tests/Log.Tests", "tests/Replay.Tests", "tests/Repository.Tests",
        "tests/Snapshots.Tests", "tests/StateStore.Tests", "tests/Testing.Tests", "tests/Topology.Tests",
        "tests/Worker.Tests",
    ];

    /// <summary>Campaigns, and what needs brokers, a database, root, or a copy of the tree.</summary>
    private static readonly string[] Long =
    [
        "tests/Analyzers.Tests", "tests/Bench.Tests", "tests/Crash.Tests", "tests/EndToEnd.Tests",
        "tests/Histories.Tests", "tests/Hosting.Tests", "tests/InterfaceCampaign.Tests", "tests/Kafka.Tests",
        "tests/LogCampaign.Tests", "tests/Postgres.Tests", "tests/Serdes.Tests", "tests/Simulation.Tests",
        "tests/Streamiz.Tests",
    ];

    private static readonly string Solution =
        File.ReadAllText(Path.Combine(Tree.Root, "Kappa.sln")).Replace('\\', '/');

    private static readonly string Ci = File.ReadAllText(Path.Combine(Tree.Root, ".ci", "run"));

    /// <summary>What suites and people use; nobody runs them for their tests.</summary>
    private static readonly string[] Tools = ["tests/FaultyFiles", "tests/Fuzz", "tests/Interpreter", "tests/Mutants"];

    private static IEnumerable<string> Suites => Tree.Files("*.csproj", "tests").Select(Folder).Except(Tools);

    [Fact]
    public void The_solution_holds_the_quick_suites_and_no_other()
    {
        string[] found = [.. SolutionProject().Matches(Solution).Select(project => project.Groups[1].Value)
            .Where(folder => folder.StartsWith("tests/", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

        Assert.Equal(Quick, found);
    }

    [Fact]
    public void Ci_runs_each_suite_once_that_is_outside_the_solution_or_takes_a_sample_in_it()
    {
        IEnumerable<string> samples = Quick.Where(suite => Tree.Files("*.cs", suite)
            .Any(file => TakesSample().IsMatch(File.ReadAllText(file))));
        string[] found =
            [.. CiSuite().Matches(Ci).Select(suite => suite.Groups[1].Value).Order(StringComparer.Ordinal)];

        Assert.Equal(Long.Concat(samples).Order(StringComparer.Ordinal), found);
        Assert.Contains("export KAPPA_WHOLE=1", Ci, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_suite_is_quick_or_long_and_none_is_forgotten() =>
        Assert.Equal(Quick.Concat(Long).Order(StringComparer.Ordinal), Suites.Order(StringComparer.Ordinal));

    [Fact]
    public void What_CI_may_take_at_most_comes_to_50_minutes()
    {
        int lane = int.Parse(CiLaneSeconds().Match(Ci).Groups[1].Value);
        int solution = int.Parse(CiSolutionSeconds().Match(Ci).Groups[1].Value);

        Assert.InRange(lane + solution, 1, 50 * 60);
        Assert.Equal(2, CiLane().Count(Ci));
    }

    [Fact]
    public void What_users_run_is_built_with_the_solution()
    {
        string[] missing = [.. Tree.Files("*.csproj", "src", "topologies", "bench").Select(Tree.Name)
            .Where(project => !Solution.Contains($"\"{project}\"", StringComparison.Ordinal))];

        Assert.Empty(missing);
    }

    private static string Folder(string project) => Path.GetDirectoryName(Tree.Name(project))!;

    [GeneratedRegex("\"([^\"]+)/[^/\"]+\\.csproj\"")]
    private static partial Regex SolutionProject();

    [GeneratedRegex(@"^ +(tests/[\w.]+)$", RegexOptions.Multiline)]
    private static partial Regex CiSuite();

    [GeneratedRegex(@"\bCampaign\.(Choose|Positions|IsWhole)\b")]
    private static partial Regex TakesSample();

    [GeneratedRegex(@"^lane_seconds=([0-9]+)$", RegexOptions.Multiline)]
    private static partial Regex CiLaneSeconds();

    [GeneratedRegex(@"^solution=([0-9]+)\b", RegexOptions.Multiline)]
    private static partial Regex CiSolutionSeconds();

    [GeneratedRegex(@"^\w+=\(\n( +tests/.*\n)+\)", RegexOptions.Multiline)]
    private static partial Regex CiLane();
}
