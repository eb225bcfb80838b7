namespace Kappa.Cli.Tests;

public sealed class ReplayStatusTests : IAsyncLifetime
{
    private StubWorker _worker = null!;

    public async ValueTask InitializeAsync() => _worker = await StubWorker.StartAsync();

    public ValueTask DisposeAsync() => _worker.DisposeAsync();

    [Fact]
    public async Task A_status_says_how_far_it_is_since_when_and_why()
    {
        _worker.On(ReplaySample.Status, ReplaySample.Of("replaying"));

        CliResult result = await new ReplayCli(_worker).RunAsync("replay status flight-delays");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(
            $"""
            flight-delays v2  replaying   68.4 %   126.0M of 184.2M records   405k/s   ETA 2 min 24 s
              started 2026-11-22T15:02:11Z   last changed by ana: late from 15 minutes on
              live v1   lag 112   p50 4.3 ms   p99 38 ms   throttle auto: 86 %
              Partition   Offset   End   Done
            ───────────────────────────────────
              flights/0       71   100   71 %
              flights/1       52   100   52 %
            as of cut 123 of flight-delays v2 (flights/0 71, flights/1 52)
              watch it:  kappa replay watch flight-delays --server {_worker.Address}
              pause it:  kappa replay pause flight-delays --server {_worker.Address}

            """,
            result.Output);
    }

    [Fact]
    public async Task A_replay_that_stopped_shows_its_error()
    {
        _worker.On(ReplaySample.Status, ReplaySample.Of("stopped", error: "KAP5104: record 4711\\u001b[2J"));

        CliResult result = await new ReplayCli(_worker).RunAsync("replay status flight-delays");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("stopped: KAP5104: record 4711\\u001b[2J", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', result.Output);
    }

    [Theory]
    [InlineData("status", "GET", "/replay")]
    [InlineData("pause", "POST", "/replay/pause")]
    [InlineData("resume", "POST", "/replay/resume")]
    [InlineData("throttle", "POST", "/replay/throttle")]
    [InlineData("abort", "POST", "/replay/abort")]
    [InlineData("watch", "GET", "/replay")]
    public async Task A_machine_gets_the_answer_as_it_is(string verb, string method, string path)
    {
        string answer = ReplaySample.Of("caught-up");
        _worker.On($"{method} {ReplaySample.Root}{path}", answer);
        string rest = verb switch { "throttle" => " none", "abort" => " --yes", _ => "" };

        CliResult result = await new ReplayCli(_worker).RunAsync($"replay {verb} flight-delays{rest} -o json");

        Assert.Equal((0, answer + "\n"), (result.ExitCode, result.Output));
    }

    [Theory]
    [InlineData("pause", "paused", "is paused at 68.4 %.", """{"reason":"busy"}""")]
    [InlineData("resume", "replaying", "goes on from 68.4 %.", """{"reason":"busy"}""")]
    [InlineData("abort --yes", "aborted", "is aborted; all that it made is removed.", """{"reason":"busy"}""")]
    public async Task A_change_says_what_became_of_the_replay(string command, string state, string part, string body)
    {
        string verb = command.Split(' ')[0];
        _worker.On($"POST {ReplaySample.Root}/replay/{verb}", ReplaySample.Of(state));

        CliResult result = await new ReplayCli(_worker).RunAsync(
            [.. $"replay {command} flight-delays --reason busy".Split(' ')]);

        Assert.Equal(0, result.ExitCode);
        Assert.StartsWith($"The replay of flight-delays v2 {part}", result.Output, StringComparison.Ordinal);
        Assert.Equal(body, Assert.Single(_worker.Requests).BodyWithoutBy);
    }

    [Theory]
    [InlineData("auto", "auto", "auto")]
    [InlineData("50k/s", "50000", "50,000 records/s")]
    public async Task A_limit_is_said_as_the_worker_took_it(string typed, string taken, string shown)
    {
        _worker.On(
            $"POST {ReplaySample.Root}/replay/throttle",
            ReplaySample.Of("replaying").Replace("\"auto\"", $"\"{taken}\"", StringComparison.Ordinal));

        CliResult result = await new ReplayCli(_worker).RunAsync($"replay throttle flight-delays {typed}");

        Assert.Equal($$"""{"throttle":"{{taken}}"}""", Assert.Single(_worker.Requests).BodyWithoutBy);
        Assert.StartsWith(
            $"The replay of flight-delays v2 has the limit {shown}.", result.Output, StringComparison.Ordinal);
    }
}
