namespace Kappa.Cli.Tests;

public sealed class ReplayCutoverTests : IAsyncLifetime
{
    private const string Cutover = "POST " + ReplaySample.Root + "/cutover";
    private const string Rollback = "POST " + ReplaySample.Root + "/rollback";

    private readonly ManualClock _clock = new();
    private StubWorker _worker = null!;

    public async ValueTask InitializeAsync()
    {
        _worker = await StubWorker.StartAsync();
        _worker.On(Cutover, ReplaySample.Switched);
        _worker.On(Rollback, ReplaySample.Switched);
    }

    public ValueTask DisposeAsync() => _worker.DisposeAsync();

    [Theory]
    [InlineData("", "null", "null", "false", "null", "null")]
    [InlineData(
        " --max-diff 1% --max-lag 60 --delete-missing --keep 2h --reason better", "0.01", "60", "true", "7200",
        "\"better\"")]
    [InlineData(" --max-diff 0.5%", "0.005", "null", "false", "null", "null")]
    public async Task Gates_are_passed_on(
        string options, string maxDiff, string maxLag, string deleteMissing, string keep, string reason)
    {
        await new ReplayCli(_worker).RunAsync($"replay cutover flight-delays --yes{options}");

        Assert.Equal(
            $"{{\"version\":null,\"maxDiff\":{maxDiff},\"maxLag\":{maxLag},\"deleteMissing\":{deleteMissing}," +
                $"\"keepSeconds\":{keep},\"reason\":{reason}}}",
            Assert.Single(_worker.Requests).BodyWithoutBy);
    }

    [Fact]
    public async Task After_a_rollback_the_version_that_shadows_on_can_be_switched_to_by_its_number()
    {
        _worker.On(ReplaySample.Status, ReplaySample.Of("draining", 100));

        CliResult result = await new ReplayCli(_worker).RunAsync(
            "replay cutover flight-delays --version 2 --yes --wait");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(2, _worker.Posts.Single().Body.GetProperty("version").GetInt32());
        Assert.Contains("version=2", _worker.Requests.First().Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cutover_says_what_it_published_and_left_and_how_to_take_it_back()
    {
        CliResult result = await new ReplayCli(_worker).RunAsync("replay cutover flight-delays --yes");

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Equal(
            $"""
            flight-delays v2 is live from cut 124 on; v1 was.
              published 1,206 changed values and 3 tombstones, in one transaction
              left 5 keys that only the topic has; --delete-missing deletes such keys
              take it back:  kappa replay rollback flight-delays --server {_worker.Address}

            """,
            result.Output);
    }

    [Fact]
    public async Task A_gate_that_is_not_met_is_the_worker_s_refusal()
    {
        _worker.OnProblem(Cutover, 409, "KAP4110", 5, "v2 is 5,120 records behind.");

        (await new ReplayCli(_worker).RunAsync("replay cutover flight-delays --yes"))
            .AssertFailed(5, "KAP4110", "v2 is 5,120 records behind.");
    }

    [Fact]
    public async Task With_wait_it_switches_when_the_version_has_caught_up()
    {
        _worker.On(ReplaySample.Status, ReplaySample.Of("replaying"), ReplaySample.Of("caught-up", 100));

        CliResult result = await new ReplayCli(_worker).RunAsync("replay cutover flight-delays --yes --wait");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(["GET", "GET", "POST"], _worker.Requests.Select(request => request.Method));
        Assert.Equal(2, _worker.Requests.Last().Body.GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task A_wait_that_runs_out_switches_nothing()
    {
        _worker.On(ReplaySample.Status, ReplaySample.Of("replaying"));
        var cli = new ReplayCli(_worker) { Time = _clock };

        Task<CliResult> running = cli.RunAsync("replay cutover flight-delays --yes --wait --timeout 5s");
        _clock.Advance(await _clock.NextWaitAsync());
        CliResult result = await running;

        Assert.Equal(6, result.ExitCode);
        Assert.Contains("[KAP7121, exit 6]", result.Error, StringComparison.Ordinal);
        Assert.Empty(_worker.Posts);
    }

    [Fact]
    public async Task Ctrl_C_before_the_switch_switches_nothing()
    {
        _worker.On(ReplaySample.Status, ReplaySample.Of("replaying"));
        var cli = new ReplayCli(_worker) { Time = _clock };

        Task<CliResult> running = cli.RunAsync("replay cutover flight-delays --yes --wait");
        await _clock.NextWaitAsync();
        cli.Signals.Stop();
        CliResult result = await running;

        Assert.Equal(130, result.ExitCode);
        Assert.Contains("Nothing was switched", result.Error, StringComparison.Ordinal);
        Assert.Empty(_worker.Posts);
    }

    [Theory]
    [InlineData("cutover", Cutover, 2)] // It waits for the version to catch up, too.
    [InlineData("rollback", Rollback, 1)]
    public async Task With_wait_it_ends_when_all_is_published(string verb, string request, int before)
    {
        string[] caughtUp = [.. Enumerable.Repeat(ReplaySample.Of("caught-up", 100), before)];
        _worker.On(ReplaySample.Status, [.. caughtUp, ReplaySample.Of("live", 100)]);
        _worker.On(request, ReplaySample.Switched.Replace(
            "\"atomic\":true,\"complete\":true", "\"atomic\":false,\"complete\":false", StringComparison.Ordinal));

        CliResult without = await new ReplayCli(_worker).RunAsync($"replay {verb} flight-delays --yes");
        CliResult with = await new ReplayCli(_worker).RunAsync($"replay {verb} flight-delays --yes --wait");

        Assert.Contains("in chunks; the rest follows", without.Output, StringComparison.Ordinal);
        Assert.Equal((0, 0), (without.ExitCode, with.ExitCode));
        Assert.EndsWith("All is published.\n", with.Error, StringComparison.Ordinal);
        Assert.EndsWith("&state=live", _worker.Requests.Last().Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_wait_a_live_version_that_still_publishes_is_waited_for()
    {
        string live = ReplaySample.Of("live", 100);
        _worker.On(
            ReplaySample.Status, live.Insert(1, "\"cutover\":{\"complete\":false},"), live);
        _worker.On(Rollback, ReplaySample.Switched.Replace("plete\":true", "plete\":false", StringComparison.Ordinal));

        await new ReplayCli(_worker).RunAsync("replay rollback flight-delays --yes --wait");

        Assert.Equal(2, _worker.Requests.Count(request => request.Method == "GET"));
    }

    [Fact]
    public async Task A_rollback_before_the_cutover_began_says_which_version_is_live()
    {
        _worker.On(Rollback, """{"cut":124,"from":1,"to":2,"complete":false,"stage":"withdrawn"}""");

        CliResult result = await new ReplayCli(_worker).RunAsync("replay rollback flight-delays --yes --wait");

        Assert.Equal(
            "The switch of flight-delays to v2 is taken back before it began: v1 is live, and nothing was published.\n",
            result.Output);
        Assert.Single(_worker.Requests);
    }

    [Fact]
    public async Task What_was_switched_is_said_however_the_wait_ends()
    {
        _worker.On(ReplaySample.Status, ReplaySample.Of("caught-up", 100));
        _worker.On(Rollback, ReplaySample.Switched.Replace("plete\":true", "plete\":false", StringComparison.Ordinal));
        var cli = new ReplayCli(_worker) { Time = _clock };

        Task<CliResult> running = cli.RunAsync("replay rollback flight-delays --yes --wait");
        await _clock.NextWaitAsync();
        cli.Signals.Stop();
        CliResult result = await running;

        Assert.Equal(130, result.ExitCode);
        Assert.Contains("flight-delays v2 is live from cut 124 on", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rollback_is_sent_with_its_reason()
    {
        CliResult result = await new ReplayCli(_worker).RunAsync(
            "replay rollback flight-delays --yes --reason worse -o json");

        Assert.Equal((0, ReplaySample.Switched + "\n"), (result.ExitCode, result.Output));
        Assert.Equal("""{"reason":"worse"}""", Assert.Single(_worker.Requests).BodyWithoutBy);
    }

    [Fact]
    public async Task A_version_is_retired_with_its_reason()
    {
        _worker.On($"POST {ReplaySample.Root}/versions/1/retire", """{"version":1,"state":"retired"}""");

        CliResult result = await new ReplayCli(_worker).RunAsync(
            "replay retire flight-delays 1 --yes --reason old");

        Assert.Equal(
            (0, "flight-delays v1 is retired: its state and its internal topics are deleted.\n"),
            (result.ExitCode, result.Output));
        Assert.Equal("""{"reason":"old"}""", Assert.Single(_worker.Requests).BodyWithoutBy);
    }
}
