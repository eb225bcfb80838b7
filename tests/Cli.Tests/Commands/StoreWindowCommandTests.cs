using System.Text.Json;

namespace Kappa.Cli.Tests;

/// <summary>Questions about windows as a user types them, to a worker that counts clicks for each hour.</summary>
public sealed class StoreWindowCommandTests(HourlyClicks clicks) : IClassFixture<HourlyClicks>
{
    [Theory]
    [InlineData("store window clicks per-hour ATL", "0=2 1=1 3=1")]
    [InlineData("store window clicks per-hour ATL --from 2026-11-01T01:00:00Z --to 2026-11-01T03:00:00Z", "1=1 3=1")]
    [InlineData("store window clicks per-hour ATL --from 2026-11-01T02:00+01:00 --to 2026-11-01T02:59Z", "1=1")]
    [InlineData("store window clicks per-hour ATL --from 1793494800000 --to 1793501999999", "1=1")]
    [InlineData("store window clicks per-hour ATL --backward --limit 2", "3=1 1=1")]
    [InlineData("store window clicks per-hour a/b@c", "4=1")]
    [InlineData("store window clicks per-hour atl", "")]
    [InlineData("store scan clicks per-hour --from ATL --to BOS", "0=2 1=1 3=1 2=1")]
    [InlineData("store scan clicks per-hour --from ATL --to BOS --backward", "2=1 3=1 1=1 0=2")]
    [InlineData("store scan clicks per-hour --prefix A --backward --limit 1", "3=1")]
    public async Task Windows_come_between_two_times_and_two_keys_in_both_directions(string command, string expected)
    {
        CliResult lines = await clicks.AskAsync(command + " -o ndjson");
        CliResult page = await clicks.AskAsync(command + " -o json");

        JsonElement[] rows = [.. lines.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).SkipLast(1)
            .Select(line => JsonElement.Parse(line))];
        Assert.Equal((0, ""), (lines.ExitCode, lines.Error));
        Assert.Equal(expected, Text(rows));
        Assert.Equal(expected, Text(JsonElement.Parse(page.Output).GetProperty("items").EnumerateArray()));
    }

    [Fact]
    public async Task People_see_the_windows_of_a_key_and_how_long_those_of_a_store_are()
    {
        CliResult table = await clicks.AskAsync("store window clicks per-hour ATL --limit 2");
        CliResult none = await clicks.AskAsync("store window clicks per-hour atl");
        CliResult stores = await clicks.AskAsync("store ls clicks");
        CliResult row = await clicks.AskAsync(
            "store get clicks per-hour ATL@2026-11-01T00:00:00.000Z/2026-11-01T01:00:00.000Z");

        Assert.Contains(
            "ATL@2026-11-01T01:00:00.000Z/2026-11-01T02:00:00.000Z", table.Output, StringComparison.Ordinal);
        Assert.Contains("2 rows (there are more", table.Output, StringComparison.Ordinal);
        Assert.Contains("0 rows, as of cut", none.Output, StringComparison.Ordinal);
        Assert.Contains("string, by 1 h ", stores.Output, StringComparison.Ordinal);
        Assert.Contains("value      2", row.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("store window clicks ever ATL", 2, "KAP3010", "'ever' has no windows")]
    [InlineData("store window clicks per-hours ATL", 3, "KAP6101", "Did you mean 'per-hour'?")]
    [InlineData("store window clicks per-hour ATL --from noon", 2, "KAP6205", "'noon' is no value for from")]
    [InlineData("store window clicks per-hour ATL --to 2026-11-01T01:00", 2, "KAP6205", "its zone")]
    [InlineData("store window clicks per-hour ATL --from 2 --to 1", 2, "KAP6205", "2 or later")]
    [InlineData("store get clicks per-hour ATL", 2, "KAP6102", "kappa store window clicks per-hour KEY")]
    public async Task A_question_that_makes_no_sense_is_answered_with_what_to_ask(
        string command, int exit, string code, string part) =>
        (await clicks.AskAsync(command)).AssertFailed(exit, code, part);

    /// <summary>The hour that each window begins in, and its count.</summary>
    private static string Text(IEnumerable<JsonElement> rows) => string.Join(' ', rows.Select(row =>
        $"{row.GetProperty("key").GetString()!.Split('T')[^2][1]}={row.GetProperty("value").GetRawText()}"));
}
