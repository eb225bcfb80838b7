using System.Text.Json;

namespace Kappa.Cli.Tests;

public sealed class StatusCommandTests : IAsyncLifetime
{
    private const string All = "GET /api/v1/topologies";
    private const string Live = """{"topology":"orders","version":2,"state":"live","at":"2026-11-22T15:02:11Z"}""";
    private const string Retired = """{"topology":"orders","version":1,"state":"retired","error":"not asked for"}""";

    private StubWorker _worker = null!;

    public async ValueTask InitializeAsync()
    {
        _worker = await StubWorker.StartAsync();
        On(Topology("running", 12), Live, Retired);
    }

    public ValueTask DisposeAsync() => _worker.DisposeAsync();

    [Fact]
    public async Task All_is_well_where_every_version_runs_however_far_it_is_behind()
    {
        CliResult result = await new ReplayCli(_worker).RunAsync("status");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("orders", result.Output, StringComparison.Ordinal);
        Assert.Contains("12", result.Output, StringComparison.Ordinal);
        Assert.EndsWith("All is well.\n", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("retired", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(11, 1)]
    [InlineData(12, 0)]
    public async Task A_version_that_is_further_behind_than_it_may_be_is_exit_1(int mostLag, int exitCode)
    {
        CliResult result = await new ReplayCli(_worker).RunAsync($"status --max-lag {mostLag}");

        Assert.Equal(exitCode, result.ExitCode);
        Assert.Equal(exitCode == 1, result.Output.Contains(
            "wrong: orders v2: It is 12 records behind, more than 11.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_version_that_has_stopped_is_named_with_its_error_and_what_to_do()
    {
        On(
            """{"name":"orders","state":"failed","error":"no word","stores":[]}""",
            """{"topology":"orders","version":2,"state":"stopped","error":"no word","at":"2026-11-22T15:02:11Z"}""");

        CliResult result = await new ReplayCli(_worker).RunAsync("status");

        Assert.Equal(1, result.ExitCode);
        Assert.EndsWith(
            "wrong: orders v2: no word\n  look closer:  kappa version describe orders 2\n", result.Output,
            StringComparison.Ordinal);
        Assert.Single(result.Output.Split('\n'), line => line.StartsWith("wrong:", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"name":"orders","state":"failed","error":"no such source","stores":[]}""", "no such source")]
    [InlineData(
        """{"name":"orders","state":"running","recordsBehind":0,"lagAgeMs":61000,"version":2,"stores":[]}""",
        "The log has not answered for 61 s.")]
    [InlineData(
        """
        {"name":"orders","state":"running","recordsBehind":0,"leftOut":[{"version":3,"error":"cannot be built"}]}
        """, "cannot be built")]
    public async Task Whatever_is_wrong_is_said(string topology, string problem)
    {
        On(topology.Trim(), Live);

        CliResult result = await new ReplayCli(_worker).RunAsync("status");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(problem, result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_standby_is_well()
    {
        On("""{"name":"orders","state":"standby","error":"another worker runs it","stores":[]}""", Live);

        CliResult result = await new ReplayCli(_worker).RunAsync("status");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("standby", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_machine_gets_the_same_as_one_value()
    {
        _worker.On($"{All}/orders", Topology("running", 12));

        CliResult result = await new ReplayCli(_worker).RunAsync("status orders --max-lag 1 -o json");

        JsonElement answer = JsonElement.Parse(result.Output);
        JsonElement problem = Assert.Single(answer.GetProperty("problems").EnumerateArray());
        JsonElement topology = Assert.Single(answer.GetProperty("topologies").EnumerateArray());
        Assert.Equal(1, result.ExitCode);
        Assert.False(answer.GetProperty("healthy").GetBoolean());
        Assert.Equal(("orders", 2), (
            problem.GetProperty("topology").GetString(), problem.GetProperty("version").GetInt32()));
        Assert.Equal(12, topology.GetProperty("recordsBehind").GetInt64());
        Assert.Single(topology.GetProperty("versions").EnumerateArray());
    }

    [Fact]
    public async Task Watching_goes_on_until_it_is_stopped_and_ends_as_the_last_look()
    {
        var clock = new ManualClock();
        var cli = new ReplayCli(_worker) { Time = clock };
        Task<CliResult> watching = cli.RunAsync("status --watch");
        await clock.NextWaitAsync();
        On("""{"name":"orders","state":"failed","error":"gone","stores":[]}""", Live);
        clock.Advance(TimeSpan.FromSeconds(2));
        await clock.NextWaitAsync();
        cli.Signals.Stop();

        CliResult result = await watching;

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("All is well.", result.Output, StringComparison.Ordinal);
        Assert.EndsWith("kappa version ls orders\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_no_worker_answers_it_is_exit_7() =>
        (await Cli.RunAsync("status", "--server", "127.0.0.1:1")).AssertFailed(7, "KAP7104");

    private static string Topology(string state, int behind) =>
        $$"""
        {"name":"orders","version":2,"state":"{{state}}","recordsBehind":{{behind}},"lagAgeMs":3,"stores":[]}
        """;

    private void On(string topology, params string[] versions)
    {
        _worker.On(All, $$"""{"topologies":[{{topology.Trim()}}]}""");
        _worker.On($"{All}/orders/versions", $$"""{"versions":[{{string.Join(',', versions)}}]}""");
    }
}
