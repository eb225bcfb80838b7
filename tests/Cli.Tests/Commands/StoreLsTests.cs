namespace Kappa.Cli.Tests;

public sealed class StoreLsTests : IAsyncLifetime
{
    private StubWorker _worker = null!;

    public async ValueTask InitializeAsync() => _worker = await StubWorker.StartAsync();

    public ValueTask DisposeAsync() => _worker.DisposeAsync();

    [Theory]
    [InlineData("", "5 records behind\n")]
    [InlineData(
        """,{"partition":"rates/0","offset":7,"for":"event-time","timestamp":"2031-01-01T00:00:00Z"}""",
        "5 records behind; rates/0 waits at offset 7 until it is the turn of 2031-01-01T00:00:00Z\n")]
    [InlineData(
        """,{"partition":"rates/0","offset":7,"for":"transaction"}""",
        "5 records behind; rates/0 waits at offset 7 for an open transaction\n")]
    public async Task A_partition_that_waits_is_named_with_what_it_waits_for(string waiting, string line)
    {
        string field = waiting.Length == 0 ? "" : $",\"waiting\":{waiting[1..]}";
        _worker.On("GET /api/v1/topologies", $$"""
            {"topologies":[{"name":"deals","version":1,"state":"running","recordsBehind":5,"stores":[]{{field}},
            "asOf":{"topology":"deals","version":1,"cut":3,"offsets":{"rates/0":7} } }]}
            """.ReplaceLineEndings(""));

        CliResult result = await Cli.RunAsync("store", "ls", "--server", _worker.Address);

        Assert.EndsWith(line, result.Output, StringComparison.Ordinal);
    }
}
