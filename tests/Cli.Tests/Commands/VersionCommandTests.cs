namespace Kappa.Cli.Tests;

public sealed class VersionCommandTests : IAsyncLifetime
{
    private const string First =
        """
        {"topology":"flight-delays","version":1,"state":"draining","instance":"flight-delays.v1.i1",
        "fingerprint":"f1","artifact":"0123456789abcdef0123","class":"FlightDelaysV1","at":"2026-11-22T15:02:11Z",
        "by":"ana","reason":"cutover","error":null,"deadline":"2026-11-29T15:02:11Z"}
        """;

    private const string Second =
        """
        {"topology":"flight-delays","version":2,"state":"live","instance":"flight-delays.v2.i1","fingerprint":"f2",
        "artifact":"fedcba9876543210","class":"FlightDelaysV2","at":"2026-11-22T15:02:11Z","by":"ana",
        "reason":"late from 15 minutes on","error":null,"deadline":null}
        """;

    private const string Details =
        """
        {"topology":"flight-delays","version":2,"state":"live","instance":"flight-delays.v2.i1","fingerprint":"f2",
        "artifact":"fedcba9876543210","class":"FlightDelaysV2","at":"2026-11-22T15:02:11Z","by":"ana",
        "stores":[{"name":"delays-by-airport","keyType":"string","valueType":"DelayTotals"}],
        "description":"Topology flight-delays v2\n  source flights\n"}
        """;

    private StubWorker _worker = null!;

    public async ValueTask InitializeAsync()
    {
        _worker = await StubWorker.StartAsync();
        _worker.On($"GET {ReplaySample.Root}/versions", $$"""{"versions":[{{OneLine(First)}},{{OneLine(Second)}}]}""");
        _worker.On($"GET {ReplaySample.Root}/versions/2", OneLine(Details));
        _worker.On($"GET {ReplaySample.Root}/versions/2/passed-over", """{"count":0,"last":[]}""");
    }

    public ValueTask DisposeAsync() => _worker.DisposeAsync();

    [Fact]
    public async Task Versions_are_listed_with_their_states_and_until_when_a_rollback_is_possible()
    {
        CliResult result = await new ReplayCli(_worker).RunAsync("version ls flight-delays");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(
            [
                "Version State Instance Since By Reason Artifact",
                "1 draining until 2026-11-29T15:02:11Z flight-delays.v1.i1 2026-11-22T15:02:11Z ana cutover " +
                    "0123456789ab",
                "2 live flight-delays.v2.i1 2026-11-22T15:02:11Z ana late from 15 minutes on fedcba987654",
            ],
            result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.Contains('─'))
                .Select(line => string.Join(' ', line.Split([' ', '│'], StringSplitOptions.RemoveEmptyEntries))));
    }

    [Fact]
    public async Task A_long_reason_is_cut_in_the_table_and_whole_for_a_machine()
    {
        string reason = string.Concat(Enumerable.Repeat("because of this, ", 20)) + "and no more";
        string version = OneLine(Second).Replace("late from 15 minutes on", reason, StringComparison.Ordinal);
        _worker.On($"GET {ReplaySample.Root}/versions", $$"""{"versions":[{{version}}]}""");

        CliResult table = await new ReplayCli(_worker).RunAsync("version ls flight-delays");
        CliResult json = await new ReplayCli(_worker).RunAsync("version ls flight-delays -o ndjson");

        Assert.All(table.Output.Split('\n'), line => Assert.True(line.Length < 160, line));
        Assert.Contains("because of this, because of this,", table.Output, StringComparison.Ordinal);
        Assert.Contains(reason, json.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_machine_gets_a_line_for_each_version()
    {
        CliResult result = await new ReplayCli(_worker).RunAsync("version ls flight-delays -o ndjson");

        Assert.Equal($"{OneLine(First)}\n{OneLine(Second)}\n", result.Output);
    }

    [Theory]
    [InlineData("version describe flight-delays")]
    [InlineData("version describe flight-delays 2")]
    public async Task A_version_is_described_and_the_live_one_by_default(string command)
    {
        CliResult result = await new ReplayCli(_worker).RunAsync(command);

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(
            """
            flight-delays v2  live
              instance     flight-delays.v2.i1
              class        FlightDelaysV2
              artifact     fedcba9876543210
              fingerprint  f2
              since        2026-11-22T15:02:11Z
              by           ana
              store        delays-by-airport (string -> DelayTotals)
            Topology flight-delays v2
              source flights

            """,
            result.Output);
    }

    [Fact]
    public async Task A_version_that_has_passed_records_over_says_how_many_and_shows_the_last()
    {
        _worker.On($"GET {ReplaySample.Root}/versions/2/passed-over", OneLine(
            """
            {"count":1204,"last":[{"partition":"flights/0","offset":17,"stage":"processing",
            "topic":"dead-flights","error":"FormatException: no\nnumber"},{"partition":"flights/1","offset":18,
            "stage":"by-hand","topic":null,"error":"test data"}]}
            """));

        CliResult result = await new ReplayCli(_worker).RunAsync("version describe flight-delays 2");

        string[] lines = [.. result.Output.Split('\n').Select(line =>
            string.Join(' ', line.Split([' ', '│'], StringSplitOptions.RemoveEmptyEntries)))];
        Assert.Contains("passed over 1,204 records; the last 2:", lines);
        Assert.Contains("flights/0@17 processing dead-flights FormatException: no\\u000anumber", lines);
        Assert.Contains("flights/1@18 by-hand nowhere test data", lines);
    }

    [Fact]
    public async Task Without_a_live_version_one_must_be_named()
    {
        _worker.On($"GET {ReplaySample.Root}/versions", """{"versions":[]}""");

        (await new ReplayCli(_worker).RunAsync("version describe flight-delays"))
            .AssertFailed(3, "KAP7125", "kappa version ls flight-delays");
    }

    private static string OneLine(string json) => json.ReplaceLineEndings("");
}
