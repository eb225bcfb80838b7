namespace Kappa.Cli.Tests;

public sealed class ReplayWaitTests : IAsyncLifetime
{
    private const string FirstLine =
        "time=2026-11-22T15:07:22Z topology=flight-delays version=2 state=replaying percent=68.4 rate=405112 eta=144s";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly ManualClock _clock = new();
    private StubWorker _worker = null!;

    public async ValueTask InitializeAsync()
    {
        _worker = await StubWorker.StartAsync();
        _worker.On(ReplaySample.Start, ReplaySample.Of("replaying", 0));
    }

    public ValueTask DisposeAsync() => _worker.DisposeAsync();

    [Fact]
    public async Task Without_a_terminal_there_is_one_plain_line_every_5_seconds()
    {
        _worker.On(
            ReplaySample.Status, ReplaySample.Of("replaying"), ReplaySample.Of("replaying", 99.99),
            ReplaySample.Of("caught-up", 100));
        var cli = new ReplayCli(_worker) { Time = _clock };

        Task<CliResult> running = cli.RunAsync("replay watch flight-delays");

        // The stub answers at once, so the command holds back by itself for what is left of the interval.
        Assert.Equal(Interval, await _clock.NextWaitAsync());
        Assert.Equal([FirstLine], cli.ErrorLines);
        _clock.Advance(Interval);
        CliResult result = await running;
        Assert.Equal(
            [
                FirstLine,
                "time=2026-11-22T15:07:27Z topology=flight-delays version=2 state=replaying percent=99.9 rate=405112 " +
                    "eta=144s",
                "time=2026-11-22T15:07:27Z topology=flight-delays version=2 state=caught-up percent=100.0 " +
                    "rate=405112 eta=144s",
            ],
            cli.ErrorLines);
        Assert.Equal(0, result.ExitCode);
        Assert.Equal(
            $"""
            flight-delays v2 is caught-up: 126,003,120 records.
              compare:  kappa replay diff flight-delays --server {_worker.Address}
              switch:   kappa replay cutover flight-delays --server {_worker.Address}

            """,
            result.Output);
    }

    [Fact]
    public async Task The_worker_holds_its_answer_back_until_the_state_is_there()
    {
        _worker.On(ReplaySample.Status, ReplaySample.Of("replaying"), ReplaySample.Of("caught-up", 100));

        await new ReplayCli(_worker).RunAsync("replay start flight-delays --version 2 --wait");

        Assert.Equal(
            ["", "?version=2", "?version=2&waitSeconds=5&state=caught-up"],
            _worker.Requests.Select(request => request.Query));
    }

    [Fact]
    public async Task Waiting_in_vain_is_exit_6_with_how_far_it_is_and_the_command_to_go_on()
    {
        _worker.On(ReplaySample.Status, ReplaySample.Of("replaying"));
        var cli = new ReplayCli(_worker) { Time = _clock };

        Task<CliResult> running = cli.RunAsync("replay start flight-delays --version 2 --wait --timeout 7s");
        Assert.Equal(Interval, await _clock.NextWaitAsync());
        _clock.Advance(Interval);
        Assert.Equal(TimeSpan.FromSeconds(2), await _clock.NextWaitAsync());
        _clock.Advance(TimeSpan.FromSeconds(2));
        CliResult result = await running;

        Assert.Equal((6, ""), (result.ExitCode, result.Output));
        Assert.Contains(
            "error: flight-delays v2 is not caught-up after 7 s: it is replaying at 68.4 %, 126.0M of 184.2M records",
            result.Error, StringComparison.Ordinal);
        Assert.Matches(
            $@"wait on:  kappa replay watch flight-delays --server {_worker.Address}\s+\[KAP7121, exit 6\]",
            result.Error);
    }

    [Fact]
    public async Task A_wait_for_a_paused_replay_names_the_command_that_lets_it_go_on()
    {
        _worker.On(ReplaySample.Status, ReplaySample.Of("paused"));
        var cli = new ReplayCli(_worker) { Time = _clock };

        Task<CliResult> running = cli.RunAsync("replay start flight-delays --version 2 --wait --timeout 1s");
        _clock.Advance(await _clock.NextWaitAsync());
        CliResult result = await running;

        Assert.Equal(6, result.ExitCode);
        Assert.Contains("kappa replay resume flight-delays", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("goes on", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("stopped", "record 4711 is broken", "because of this: record 4711 is broken", "replay resume")]
    [InlineData("aborted", null, "it is aborted.", "version ls")]
    [InlineData("registered", null, "it is registered.", "version ls")]
    public async Task A_replay_that_has_ended_is_exit_1_at_once(
        string state, string? error, string part, string command)
    {
        _worker.On(ReplaySample.Status, ReplaySample.Of(state, error: error));

        CliResult result = await new ReplayCli(_worker) { Time = _clock }.RunAsync("replay watch flight-delays");

        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Contains(part, result.Error, StringComparison.Ordinal);
        Assert.Contains($"kappa {command} flight-delays", result.Error, StringComparison.Ordinal);
        Assert.Contains("[KAP7122, exit 1]", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("replay watch flight-delays", 0)]
    [InlineData("replay start flight-delays --version 2 --wait", 130)]
    public async Task Ctrl_C_detaches_and_the_replay_goes_on(string command, int exitCode)
    {
        _worker.On(ReplaySample.Status, ReplaySample.Of("replaying"));
        var cli = new ReplayCli(_worker) { Time = _clock };

        Task<CliResult> running = cli.RunAsync(command);
        await _clock.NextWaitAsync();
        cli.Signals.Stop();
        CliResult result = await running;

        Assert.Equal(exitCode, result.ExitCode);
        Assert.Contains("Detached; the replay goes on.", result.Error, StringComparison.Ordinal);
        Assert.Contains("kappa replay pause flight-delays", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(_worker.Posts, request => request.Path.EndsWith("/abort", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_terminal_shows_a_bar_with_its_partitions_and_the_live_version_and_no_lines()
    {
        _worker.On(ReplaySample.Status, ReplaySample.Of("replaying"), ReplaySample.Of("caught-up", 100));

        CliResult result = await new ReplayCli(_worker) { IsTerminal = true }.RunAsync("replay watch flight-delays");

        Assert.Equal(0, result.ExitCode);
        Assert.DoesNotContain("time=", result.Error, StringComparison.Ordinal);
        Assert.Equal("?waitSeconds=1&state=caught-up", _worker.Requests.Last().Query);
        Assert.Equal(
            [
                "flight-delays v2  replaying  ━━━━━━━━━━━━━━━━━━━━──────────  68.4 %",
                "  126.0M of 184.2M records   405k/s   ETA 2 min 24 s",
                "  flights/1 52 %  flights/0 71 %",
                "  live v1   lag 112   p50 4.3 ms   p99 38 ms   throttle auto: 86 %",
                "  Ctrl-C detaches; the replay goes on.",
            ],
            ReplayProgress.Lines(ReplayStatus.Parse(ReplaySample.Of("replaying")), columns: 68));
    }
}
