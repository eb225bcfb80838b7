using System.Net;
using System.Text.Json;

namespace Kappa.Worker.Tests;

/// <summary>Queries of windows as a user sends them, to a worker that counts clicks for each hour.</summary>
public sealed class WindowApiTests(ClicksWorker clicks) : IClassFixture<ClicksWorker>
{
    private const string Stores = "/api/v1/topologies/clicks/stores";

    [Theory]
    [InlineData("?from=2026-11-01T01:00:00Z", "01=2 02=1 05=1")]
    [InlineData("?from=2026-11-01T01:00:00Z&to=2026-11-01T02:00:00Z", "01=2 02=1")]
    [InlineData("?from=2026-11-01T01:00:00.001Z&to=2026-11-01T04:59:59Z", "02=1")]
    [InlineData("?from=2026-11-01T03:00%2B02:00&to=2026-11-01T04:00%2B02:00", "01=2 02=1")]
    [InlineData("?from=1793494800000&to=1793498400000", "01=2 02=1")]
    [InlineData("?to=2026-11-01T02:00:00Z&backward=true", "02=1 01=2 00=3")]
    [InlineData("?backward=true&limit=1", "05=1")]
    [InlineData("?from=9223372036854775807", "")]
    [InlineData("?from=-9223372036854775808&to=9223372036854775807&limit=2", "00=3 01=2")]
    public async Task Windows_of_a_key_that_start_between_two_times_come_in_order(string query, string expected)
    {
        JsonElement page = await clicks.Worker.GetAsync($"{Stores}/per-hour/windows/ATL{query}");

        Assert.Equal(expected, string.Join(' ', Rows(page).Select(row => $"{HourOf(row)}={row.GetProperty("value")}")));
        Assert.True(page.GetProperty("asOf").GetProperty("cut").GetInt64() > 0);
    }

    [Fact]
    public async Task Windows_that_overlap_each_have_what_came_within_them()
    {
        JsonElement page = await clicks.Worker.GetAsync(
            $"{Stores}/joined/windows/ATL?from=2026-11-01T00:00:00Z&to=2026-11-01T01:30:00Z");

        Assert.Equal(
            [
                "ATL@2026-11-01T00:00:00.000Z/2026-11-01T01:00:00.000Z=abc",
                "ATL@2026-11-01T00:30:00.000Z/2026-11-01T01:30:00.000Z=cde",
                "ATL@2026-11-01T01:00:00.000Z/2026-11-01T02:00:00.000Z=de",
                "ATL@2026-11-01T01:30:00.000Z/2026-11-01T02:30:00.000Z=f",
            ],
            Rows(page).Select(row => $"{row.GetProperty("key")}={row.GetProperty("value")}"));
    }

    [Theory]
    [InlineData("windows/ATL?limit=2", "00 01 02 05")]
    [InlineData("windows/ATL?limit=2&backward=true", "05 02 01 00")]
    [InlineData("windows/ATL?limit=1&from=2026-11-01T01:00:00Z&to=2026-11-01T02:00:00Z", "01 02")]
    [InlineData("entries?limit=2&from=ATL&to=ATL&backward=true", "05 02 01 00")]
    [InlineData("entries?limit=2&from=BOS&to=ATL", "")]
    [InlineData("entries?limit=2&from=BOS&to=ATL&backward=true", "")]
    [InlineData("entries?limit=2&prefix=AT", "00 01 02 05")]
    public async Task Pages_of_windows_follow_each_other_by_cursor(string query, string hours)
    {
        var found = new List<string>();
        string? cursor = "";
        while (cursor is not null)
        {
            JsonElement page = await clicks.Worker.GetAsync($"{Stores}/per-hour/{query}&cursor={cursor}");
            found.AddRange(Rows(page).Select(HourOf));
            cursor = page.GetProperty("nextCursor").GetString();
        }

        Assert.Equal(hours, string.Join(' ', found));
    }

    [Theory]
    [InlineData("ATLANTA", 0)]
    [InlineData("AT", 0)]
    [InlineData("b%2Fc%40d", 1)]
    public async Task A_key_has_its_own_windows_and_one_that_never_came_has_none(string key, int count)
    {
        JsonElement page = await clicks.Worker.GetAsync($"{Stores}/per-hour/windows/{key}");

        Assert.Equal(count, page.GetProperty("items").GetArrayLength());
        Assert.True(page.GetProperty("complete").GetBoolean());
    }

    [Fact]
    public async Task Many_windows_are_read_at_once_by_the_keys_that_rows_have()
    {
        JsonElement[] rows = Rows(await clicks.Worker.GetAsync($"{Stores}/per-hour/entries"));
        string?[] keys = [.. rows.Select(row => row.GetProperty("key").GetString()!).Reverse()];
        const string Never = "ATL@2026-11-01T03:00:00.000Z/2026-11-01T04:00:00.000Z";

        (HttpStatusCode status, JsonElement answer) = await clicks.Worker.PostAsync(
            $"{Stores}/per-hour/keys:batchGet",
            JsonSerializer.Serialize(new { keys = keys.Append(Never) }));
        JsonElement one = await clicks.Worker.GetAsync(
            $"{Stores}/per-hour/keys/{Uri.EscapeDataString(keys[0]!)}");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(keys.Append(null), Rows(answer).Select(row =>
            row.ValueKind == JsonValueKind.Null ? null : row.GetProperty("key").GetString()));
        Assert.Equal(keys[0], one.GetProperty("key").GetString());
    }

    [Theory]
    [InlineData("per-hour/windows/ATL?from=noon", "KAP6205", "'noon' is no value for from", "milliseconds")]
    [InlineData("per-hour/windows/ATL?to=2026-13-01T00:00:00Z", "KAP6205", "'2026-13-01T00:00:00Z'", "for to")]
    [InlineData("per-hour/windows/ATL?from=2026-11-01T01:00:00", "KAP6205", "its zone", "2026-11-01T12:00:00Z")]
    [InlineData("per-hour/windows/ATL?from=2026-11-01T03:00:00+02:00", "KAP6205", "for from", "%2B")]
    [InlineData("per-hour/windows/ATL?from=3&to=2", "KAP6205", "'2' is no value for to", "3 or later")]
    [InlineData("per-hour/windows/ATL?backward=yes", "KAP6205", "'yes' is no value for backward", "true or false")]
    [InlineData("ever/windows/ATL", "KAP3010", "'ever' has no windows", "one row for each key")]
    [InlineData("per-hour/keys/ATL", "KAP6102", "each window of a key", "KEY@START/END")]
    [InlineData("perhour/windows/ATL", "KAP6101", "Did you mean 'per-hour'?", "perhour")]
    public async Task A_question_that_makes_no_sense_is_answered_with_what_to_ask(
        string path, string code, string part, string other)
    {
        using HttpResponseMessage answer = await clicks.Worker.Http.GetAsync($"{Stores}/{path}");

        JsonElement problem = JsonElement.Parse(await answer.Content.ReadAsStringAsync());
        string detail = problem.GetProperty("detail").GetString()!;
        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.Contains(part, detail, StringComparison.Ordinal);
        Assert.Contains(other, detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_of_windows_says_how_long_they_are()
    {
        JsonElement answer = await clicks.Worker.GetAsync(Stores);

        Assert.Equal(["ever=", "joined=3600000", "per-hour=3600000"], answer.GetProperty("stores").EnumerateArray()
            .Select(store => $"{store.GetProperty("name")}=" +
                (store.TryGetProperty("windowMs", out JsonElement window) ? window.GetRawText() : "")));
    }

    private static JsonElement[] Rows(JsonElement page) => [.. page.GetProperty("items").EnumerateArray()];

    private static string HourOf(JsonElement row) => row.GetProperty("key").GetString()!.Split('T')[^2][..2];
}
