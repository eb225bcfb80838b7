namespace Kappa.Cli.Tests;

public sealed class ReplayPlanTests : IAsyncLifetime
{
    private const string Plan =
        """
        {"topology":"flight-delays","version":2,"from":"zero","partitions":[
        {"partition":"airports/0","earliest":0,"from":0,"end":3376,"records":3376,"bytes":412000,"missing":0},
        {"partition":"flights/0","earliest":1204,"from":1204,"end":11204,"records":10000,"bytes":1500000,
        "missing":1204},
        {"partition":"flights/1","earliest":0,"from":0,"end":10000,"records":10000,"bytes":1500000,"missing":0}],
        "records":23376,"bytes":3412000,
        "stores":[{"name":"delays-by-airport","keyType":"string","valueType":"DelayTotals"}],
        "diskBytes":2100000,"freeBytes":79000000000,"recordsPerSecond":411900,"etaSecondsLow":360,
        "etaSecondsHigh":590.2,"outputs":[{"topic":"airport-delays","kind":"table","publishes":"at-cutover"},
        {"topic":"late-flights","kind":"stream","publishes":"from-the-start"}],
        "warnings":["The join with airports sees no flight before offset 1,204."]}
        """;

    private StubWorker _worker = null!;

    public async ValueTask InitializeAsync()
    {
        _worker = await StubWorker.StartAsync();
        _worker.On(ReplaySample.Start, Plan.ReplaceLineEndings(""));
    }

    public ValueTask DisposeAsync() => _worker.DisposeAsync();

    [Fact]
    public async Task A_plan_says_what_is_read_kept_and_published_how_long_it_takes_and_what_is_gone()
    {
        CliResult result = await new ReplayCli(_worker).RunAsync(
            "replay start flight-delays --version 2 --dry-run --wait");

        Assert.Equal("?dryRun=true", Assert.Single(_worker.Requests).Query);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Equal(
            """
            Replay plan for flight-delays: v2 from zero
              input      airports   1 partition   3,376 records   412.0 kB
                         flights    2 partitions   20,000 records   3.0 MB
                         in all 23,376 records, 3.4 MB
              stores     delays-by-airport (string -> DelayTotals)
              disk       at most 2.1 MB; 79.0 GB are free
              speed      412k records/s, measured on a sample here
              estimate   6 min to 9 min 51 s; the live version goes on serving
              outputs    airport-delays: table, published from the cutover on
                         late-flights: stream, published from the start of the replay, as no other version writes it
              missing    flights/0: 1,204 records before offset 1,204 are gone, at most
              warning    The join with airports sees no flight before offset 1,204.
            Nothing was changed. Run again without --dry-run to start.

            """,
            result.Output);
    }

    [Theory]
    [InlineData("0", "0.8", "up to 1 s")]
    [InlineData("3", "3", "up to 3 s")]
    [InlineData("3", "90", "3 s to 1 min 30 s")]
    public async Task An_estimate_is_a_range_that_begins_at_a_second_or_more(string low, string high, string shown)
    {
        _worker.On(ReplaySample.Start, $$"""{"version":2,"etaSecondsLow":{{low}},"etaSecondsHigh":{{high}}}""");

        CliResult result = await new ReplayCli(_worker).RunAsync("replay start flight-delays --version 2 --dry-run");

        Assert.Contains($"estimate   {shown};", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_without_a_measured_speed_has_no_estimate()
    {
        _worker.On(
            ReplaySample.Start,
            """{"topology":"flight-delays","version":2,"from":"17","recordsPerSecond":null}""");

        CliResult result = await new ReplayCli(_worker).RunAsync("replay start flight-delays --version 2 --dry-run");

        Assert.StartsWith("Replay plan for flight-delays: v2 from cut 17", result.Output, StringComparison.Ordinal);
        Assert.Contains("speed      not measured", result.Output, StringComparison.Ordinal);
        Assert.Contains("estimate   unknown;", result.Output, StringComparison.Ordinal);
        Assert.Contains("disk       not estimated\n", result.Output, StringComparison.Ordinal);
    }
}
