using System.Text.Json;

namespace Kappa.Cli.Tests;

public sealed class ReplayDiffTests : IAsyncLifetime
{
    private const string Path = "GET " + ReplaySample.Root + "/diff";

    private const string Different =
        """
        {"old":1,"new":2,"cut":123,"same":false,"share":0.2262,"tables":[
        {"kind":"store","name":"delays-by-airport","same":4118,"changed":1204,"onlyOld":1,"onlyNew":2,"samples":[
        {"kind":"changed","key":"ATL","old":{"flights":81,"sum":{"minutes":9.5,"late":1}},
        "new":{"flights":81,"sum":{"minutes":9.5,"late":2},"lateShare":0.21}},
        {"kind":"changed","key":"7","old":1,"new":2},
        {"kind":"onlyOld","key":"LONGEST","old":{"flights":3,"sum":null},"new":null},
        {"kind":"onlyNew","key":"X\u001b[2J","old":null,"new":{}}]},
        {"kind":"output","name":"airport-delays","same":5320,"changed":0,"onlyOld":0,"onlyNew":0,"samples":[]}],
        "asOf":{"topology":"flight-delays","version":2,"cut":123,"offsets":{"flights/0":5000}}}
        """;

    private const string Same =
        """{"old":1,"new":2,"cut":123,"same":true,"share":0,"tables":[],"asOf":null}""";

    private StubWorker _worker = null!;

    public async ValueTask InitializeAsync()
    {
        _worker = await StubWorker.StartAsync();
        _worker.On(Path, Different.ReplaceLineEndings(""));
    }

    public ValueTask DisposeAsync() => _worker.DisposeAsync();

    [Fact]
    public async Task Differences_are_counted_and_shown_field_by_field_with_exit_8()
    {
        CliResult result = await new ReplayCli(_worker).RunAsync("replay diff flight-delays");

        Assert.Equal((8, ""), (result.ExitCode, result.Error));
        Assert.Equal(
            """
            delays-by-airport at cut 123   same 4,118   changed 1,204 (22.6 %)   only v1 1   only v2 2
              ~ ATL          sum.late: 1 -> 2, lateShare: nothing -> 0.21
              ~ 7            1 -> 2
              - LONGEST      flights: 3, sum: null
              + X\u001b[2J   {}
            topic airport-delays at cut 123   same 5,320   changed 0   only v1 0   only v2 0
            v1 and v2 differ: 22.6 % of the keys of the outputs.
            as of cut 123 of flight-delays v2 (flights/0 5000)

            """,
            result.Output);
    }

    [Fact]
    public async Task Versions_that_say_the_same_are_exit_0()
    {
        _worker.On(Path, Same);

        CliResult result = await new ReplayCli(_worker).RunAsync("replay diff flight-delays");

        Assert.Equal((0, "v1 and v2 are the same at cut 123.\n"), (result.ExitCode, result.Output));
    }

    [Fact]
    public async Task A_machine_gets_the_answer_as_it_is()
    {
        CliResult result = await new ReplayCli(_worker).RunAsync("replay diff flight-delays -o json");

        Assert.Equal((8, Different.ReplaceLineEndings("") + "\n"), (result.ExitCode, result.Output));
    }

    [Theory]
    [InlineData("", "?old=&new=&store=&sample=10")]
    [InlineData(" 1 2 --store delays-by-airport --sample 3", "?old=1&new=2&store=delays-by-airport&sample=3")]
    [InlineData(" --sample 0 --store a&b", "?old=&new=&store=a%26b&sample=0")]
    public async Task What_to_compare_is_passed_on(string options, string query)
    {
        await new ReplayCli(_worker).RunAsync($"replay diff flight-delays{options}");

        Assert.Equal(query, Assert.Single(_worker.Requests).Query);
    }

    [Fact]
    public async Task On_a_terminal_colour_goes_with_the_signs()
    {
        CliResult result = await new ReplayCli(_worker) { IsTerminal = true }.RunAsync("replay diff flight-delays");

        Assert.Contains("\e[33m~ ATL", result.Output, StringComparison.Ordinal);
        Assert.Contains("\e[31m- LONGEST", result.Output, StringComparison.Ordinal);
        Assert.Contains("\e[32m+ X\\u001b[2J", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NO_COLOR_is_respected()
    {
        CliResult result = await new ReplayCli(_worker) { IsTerminal = true, NoColor = true }
            .RunAsync("replay diff flight-delays");

        Assert.DoesNotContain('\e', result.Output);
        Assert.Contains("  ~ ATL", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 8)]
    public async Task Ndjson_passes_all_differences_through(int count, int exitCode)
    {
        string lines = """{"meta":{"old":1,"new":2,"cut":123}}""" + "\n" + string.Concat(Enumerable.Repeat(
            """{"kind":"store","name":"s","difference":"changed","key":"ATL","old":1,"new":2}""" + "\n", count)) +
            $$$"""{"end":{"count":{{{count}}},"complete":true,"tables":[]}}""" + "\n";
        _worker.On(Path, lines);

        CliResult result = await new ReplayCli(_worker).RunAsync("replay diff flight-delays -o ndjson");

        Assert.Equal((exitCode, lines), (result.ExitCode, result.Output));
        Assert.Equal("application/x-ndjson", Assert.Single(_worker.Requests).Accept);
    }

    [Theory]
    [InlineData("""{"end":{"count":1,"complete":false}}""", "[KAP7124, exit 1]", 1)]
    [InlineData("", "[KAP7105, exit 7]", 7)]
    public async Task A_comparison_that_broke_off_is_an_error(string last, string code, int exitCode)
    {
        _worker.On(Path, """{"meta":{"old":1,"new":2,"cut":123}}""" + "\n" + last);

        CliResult result = await new ReplayCli(_worker).RunAsync("replay diff flight-delays -o ndjson");

        Assert.Equal(exitCode, result.ExitCode);
        Assert.Contains(code, result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1", "1", "1 -> 1")]
    [InlineData("1.0", "1.00", "1.0 -> 1.00")]
    [InlineData("""{"a":1}""", """{"a":1.0}""", """{"a":1} -> {"a":1.0}""")]
    [InlineData("""{"a":1,"b":[1]}""", """{"a":1,"b":[2]}""", "b: [1] -> [2]")]
    [InlineData("""{"a":{"b":1}}""", """{"a":null}""", """a: {"b":1} -> null""")]
    [InlineData("""{"a":null}""", "{}", "a: null -> nothing")]
    public void Only_the_fields_that_differ_are_worded(string old, string @new, string expected) =>
        Assert.Equal(expected, FieldDifference.Of(JsonElement.Parse(old), JsonElement.Parse(@new)));
}
