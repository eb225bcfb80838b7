namespace Kappa.Cli.Tests;

public sealed class ReplayStartTests : IAsyncLifetime
{
    private StubWorker _worker = null!;

    public async ValueTask InitializeAsync()
    {
        _worker = await StubWorker.StartAsync();
        _worker.On(ReplaySample.Start, ReplaySample.Of("replaying", 0));
    }

    public ValueTask DisposeAsync() => _worker.DisposeAsync();

    [Fact]
    public async Task A_start_sends_what_was_asked_for_and_says_how_to_go_on()
    {
        CliResult result = await new ReplayCli(_worker).RunAsync(
            "replay", "start", "flight-delays", "--version", "2", "--from", "17", "--throttle", "50k/s",
            "--reason", "late from 15 minutes on");

        StubRequest request = Assert.Single(_worker.Requests);
        Assert.Equal(
            """{"version":2,"from":"17","throttle":"50000","reason":"late from 15 minutes on"}""",
            request.BodyWithoutBy);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Equal(
            $"""
            The replay of flight-delays v2 from cut 17 runs beside v1, which goes on serving: 184,203,551 records.
              watch it:  kappa replay watch flight-delays --server {_worker.Address}
              undo it:   kappa replay abort flight-delays --server {_worker.Address}

            """,
            result.Output);
    }

    [Fact]
    public async Task Without_options_it_starts_at_zero_and_without_a_limit()
    {
        await new ReplayCli(_worker).RunAsync("replay start flight-delays --version 2");

        Assert.Equal(
            """{"version":2,"from":"zero","throttle":"none","reason":null}""",
            Assert.Single(_worker.Requests).BodyWithoutBy);
    }

    [Theory]
    [InlineData("50000/s", "50000")]
    [InlineData("50000", "50000")]
    [InlineData("1.5M/s", "1500000")]
    [InlineData("2K", "2000")]
    [InlineData("auto", "auto")]
    [InlineData("none", "none")]
    public async Task A_rate_is_records_per_second(string typed, string sent)
    {
        await new ReplayCli(_worker).RunAsync($"replay start flight-delays --version 2 --throttle {typed}");

        Assert.Equal(sent, Assert.Single(_worker.Requests).Body.GetProperty("throttle").GetString());
    }

    [Theory]
    [InlineData("zero", "zero")]
    [InlineData("0", "0")]
    [InlineData("2026-11-01T00:00:00Z", "2026-11-01T00:00:00Z")]
    [InlineData("2026-11-01T01:30+02:00", "2026-10-31T23:30:00Z")]
    [InlineData("2026-11-01T00:00:00.25Z", "2026-11-01T00:00:00.25Z")]
    public async Task A_start_is_zero_a_cut_or_a_moment(string typed, string sent)
    {
        await new ReplayCli(_worker).RunAsync($"replay start flight-delays --version 2 --from {typed}");

        Assert.Equal(sent, Assert.Single(_worker.Requests).Body.GetProperty("from").GetString());
    }

    [Theory]
    [InlineData("replay start flight-delays", "--version")]
    [InlineData("replay start flight-delays --version two", "two")]
    [InlineData("replay start flight-delays --version 2 --from yesterday", "'yesterday' is no start")]
    [InlineData("replay start flight-delays --version 2 --from 2026-11-01T00:00:00", "with its zone")]
    [InlineData("replay start flight-delays --version 2 --from -1", "-1")]
    [InlineData("replay start flight-delays --version 2 --throttle 20MB/s", "'20MB/s' is no rate")]
    [InlineData("replay start flight-delays --version 2 --throttle 0", "'0' is no rate")]
    [InlineData("replay start flight-delays --version 2 --throttle /s", "'/s' is no rate")]
    [InlineData("replay start flight-delays --version 2 --timeout 60s", "--timeout needs --wait")]
    [InlineData("replay start flight-delays --version 2 --wait --timeout 60", "'60' is no time")]
    [InlineData("replay start flight-delays --version 2 --wait --timeout 0s", "'0s' is no time")]
    [InlineData("replay start flight-delays --version 2 --wait --timeout 9000h", "at most 365 days")]
    [InlineData("replay throttle flight-delays", "RATE")]
    [InlineData("replay throttle flight-delays fast", "'fast' is no rate")]
    [InlineData("replay retire flight-delays", "VERSION")]
    [InlineData("replay diff flight-delays 1", "Name both versions")]
    [InlineData("replay diff flight-delays --sample 1001", "0 to 1,000")]
    [InlineData("replay cutover flight-delays --max-diff 1", "'1' is no share")]
    [InlineData("replay cutover flight-delays --max-diff 101%", "'101%' is no share")]
    [InlineData("replay cutover flight-delays --max-lag -5", "--max-lag must be 0 or more")]
    [InlineData("replay stat flight-delays", "Did you mean 'start'?")]
    [InlineData("version list flight-delays", "list")]
    [InlineData("deploy", "PROJECT")]
    public async Task Wrong_usage_is_exit_2_and_asks_the_worker_nothing(string command, string part)
    {
        (await new ReplayCli(_worker).RunAsync(command)).AssertFailed(2, "KAP7101", part, "--help");

        Assert.Empty(_worker.Requests);
    }

    [Fact]
    public async Task A_refusal_of_the_worker_is_the_refusal_of_the_command()
    {
        _worker.OnProblem(ReplaySample.Start, 409, "KAP4107", 5, "A replay of v2 already runs.");

        (await new ReplayCli(_worker).RunAsync("replay start flight-delays --version 2"))
            .AssertFailed(5, "KAP4107", "A replay of v2 already runs.");
    }
}
