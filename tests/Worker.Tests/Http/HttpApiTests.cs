using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Kappa.Worker.Tests;

public sealed class HttpApiTests : IAsyncLifetime
{
    private RunningWorker _worker = null!;

    private static string StorePath => $"/api/v1/topologies/count-words/stores/{CountWords.Store}";

    public async ValueTask InitializeAsync() => _worker = await RunningWorker.StartAsync();

    public ValueTask DisposeAsync() => _worker.DisposeAsync();

    [Fact]
    public async Task Health_needs_no_token_and_everything_else_does()
    {
        using var stranger = new HttpClient { BaseAddress = _worker.Http.BaseAddress };

        Assert.Equal(HttpStatusCode.OK, (await stranger.GetAsync("/health/live")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await stranger.GetAsync("/health/ready")).StatusCode);
        string[] guarded = ["/api/v1/topics", "/api/v1/topologies", StorePath + "/entries", "/", "/nothing"];
        foreach (string path in guarded)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync(path)).StatusCode);
        }

        stranger.DefaultRequestHeaders.Add("Authorization", "Bearer " + new string('0', _worker.Token.Length));
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync("/api/v1/topics")).StatusCode);
    }

    [Theory]
    [InlineData("evil.example", 421)]
    [InlineData("127.0.0.1.evil.example:8088", 421)]
    [InlineData("10.0.0.1", 421)]
    [InlineData("localhost", 200)]
    [InlineData("LOCALHOST:1", 200)]
    [InlineData("[::1]:5", 200)]
    public async Task A_request_that_names_another_host_is_refused(string host, int status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/topics");
        request.Headers.Host = host;

        using HttpResponseMessage answer = await _worker.Http.SendAsync(request);

        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Fact]
    public async Task A_row_comes_with_what_it_is_true_as_of()
    {
        await _worker.ProduceAsync("""
            {"key":"a","value":"x"}
            {"key":"a","value":"y"}
            {"key":"b/c %2F?","value":"z"}
            """);
        await _worker.CatchUpAsync();

        JsonElement row = await _worker.GetAsync($"{StorePath}/keys/a");
        JsonElement odd = await _worker.GetAsync($"{StorePath}/keys/{Uri.EscapeDataString("b/c %2F?")}");

        Assert.Equal(2, row.GetProperty("value").GetInt64());
        Assert.Equal(1, odd.GetProperty("value").GetInt64());
        JsonElement asOf = row.GetProperty("asOf");
        Assert.Equal("count-words", asOf.GetProperty("topology").GetString());
        Assert.Equal(1, asOf.GetProperty("version").GetInt32());
        Assert.True(asOf.GetProperty("cut").GetInt64() > 0);
        Assert.Equal(3, asOf.GetProperty("offsets").EnumerateObject().Sum(offset => offset.Value.GetInt64()));
    }

    [Fact]
    public async Task Pages_follow_each_other_by_cursor_and_a_stream_has_an_end_line()
    {
        await _worker.ProduceAsync(string.Join(
            '\n', Enumerable.Range(10, 25).Select(i => $$"""{"key":"k{{i}}","value":"x"}""")));
        await _worker.CatchUpAsync();

        var keys = new List<string>();
        string? cursor = "";
        while (cursor is not null)
        {
            JsonElement page = await _worker.GetAsync($"{StorePath}/entries?limit=10&cursor={cursor}");
            keys.AddRange(page.GetProperty("items").EnumerateArray()
                .Select(row => row.GetProperty("key").GetString()!));
            cursor = page.GetProperty("nextCursor").GetString();
            Assert.Equal(cursor is null, page.GetProperty("complete").GetBoolean());
        }

        string[] lines = await StreamAsync($"{StorePath}/entries?prefix=k1");
        Assert.Equal(Enumerable.Range(10, 25).Select(i => $"k{i}"), keys);
        Assert.True(JsonElement.Parse(lines[0]).GetProperty("meta").TryGetProperty("asOf", out _));
        Assert.Equal(12, lines.Length);
        Assert.Equal("""{"end":{"count":10,"complete":true,"nextCursor":null}}""", lines[^1]);
    }

    [Fact]
    public async Task A_range_of_keys_is_paged_in_both_directions_and_many_rows_come_at_once()
    {
        await _worker.ProduceAsync(string.Join(
            '\n', Enumerable.Range(10, 25).Select(i => $$"""{"key":"k{{i}}","value":"x"}""")));
        await _worker.CatchUpAsync();

        var keys = new List<string>();
        string? cursor = "";
        while (cursor is not null)
        {
            JsonElement page = await _worker.GetAsync(
                $"{StorePath}/entries?from=k12&to=k20&backward=true&limit=4&cursor={cursor}");
            keys.AddRange(page.GetProperty("items").EnumerateArray()
                .Select(row => row.GetProperty("key").GetString()!));
            cursor = page.GetProperty("nextCursor").GetString();
        }

        using HttpResponseMessage batch = await _worker.Http.PostAsync(
            $"{StorePath}/keys:batchGet", new StringContent("""{"keys":["k34","none","k10"]}"""));
        JsonElement[] rows =
            [.. JsonElement.Parse(await batch.Content.ReadAsStringAsync()).GetProperty("items").EnumerateArray()];

        Assert.Equal(Enumerable.Range(12, 9).Reverse().Select(i => $"k{i}"), keys);
        Assert.Equal(["k34", null, "k10"], rows.Select(row =>
            row.ValueKind == JsonValueKind.Null ? null : row.GetProperty("key").GetString()));
    }

    [Fact]
    public async Task A_key_that_is_missing_is_not_looked_for_among_the_rows()
    {
        await _worker.ProduceAsync("""
            {"key":"nobody","value":"x"}
            {"key":"\u00d1ANDU","value":"x"}
            """);
        await _worker.CatchUpAsync();

        async Task<string> MissingAsync(string key)
        {
            using HttpResponseMessage answer = await _worker.Http.GetAsync($"{StorePath}/keys/{key}");
            return JsonElement.Parse(await answer.Content.ReadAsStringAsync()).GetProperty("detail").GetString()!;
        }

        Assert.DoesNotContain("Did you mean", await MissingAsync("nobodi"), StringComparison.Ordinal);
        Assert.Contains("Did you mean 'nobody'?", await MissingAsync("NoBody"), StringComparison.Ordinal);
        Assert.Contains("Did you mean '\u00d1ANDU'?", await MissingAsync("%c3%b1andu"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/v1/topologies/count-word/stores", 404, "KAP6201", "'count-words'")]
    [InlineData("/api/v1/topologies/count-words/stores/count/entries", 404, "KAP6101", "'counts'")]
    [InlineData("/api/v1/topologies/count-words/stores/counts/keys/nobody", 404, "KAP6202", "nobody")]
    [InlineData("/api/v1/topologies/count-words/stores/counts/entries?limit=0", 400, "KAP6205", "limit")]
    [InlineData("/api/v1/topologies/count-words/stores/counts/entries?limit=10001", 400, "KAP6205", "10000")]
    [InlineData("/api/v1/topologies/count-words/stores/counts/entries?cursor=%25", 400, "KAP6205", "cursor")]
    [InlineData("/api/v1/topologies/count-words/stores/counts/windows/a", 400, "KAP3010", "no windows")]
    [InlineData("/api/v1/topologies/count-words/stores/counts/windows/a?from=noon", 400, "KAP6205", "from")]
    [InlineData(
        "/api/v1/topologies/count-words/stores/counts/windows/a?to=2026-11-01T12:00:00", 400, "KAP6205", "its zone")]
    [InlineData("/api/v1/topics/wrods/records", 404, "KAP2103", "'words'")]
    [InlineData("/api/v1/topics/words/records?from=soon", 400, "KAP6205", "from")]
    [InlineData("/api/v1/topics/words/records?partition=7", 404, "KAP2103", "words")]
    [InlineData("/api/v2/topics", 404, "KAP6209", "/api/v2/topics")]
    public async Task A_problem_says_what_is_wrong_and_what_a_command_would_answer(
        string path, int status, string code, string detail)
    {
        using HttpResponseMessage answer = await _worker.Http.GetAsync(path);
        JsonElement problem = JsonElement.Parse(await answer.Content.ReadAsStringAsync());

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.Contains(detail, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Array, problem.GetProperty("remedies").ValueKind);
        Assert.NotEqual(0, problem.GetProperty("exitCode").GetInt32());
    }

    [Fact]
    public async Task A_broken_line_leaves_what_was_acknowledged_before_it()
    {
        using HttpResponseMessage answer = await _worker.Http.PostAsync(
            "/api/v1/topics/words/records", new StringContent("{\"value\":1}\n{\"value\":\n{\"value\":3}\n"));
        JsonElement problem = JsonElement.Parse(await answer.Content.ReadAsStringAsync());

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(2, problem.GetProperty("line").GetInt64());
        Assert.Equal(1, problem.GetProperty("acknowledged").GetInt64());
        Assert.Equal(2, (await StreamAsync("/api/v1/topics/words/records")).Length);
    }

    [Theory]
    [InlineData("GET /api/v1/topologies/count-words/stores/counts/keys/a%00b HTTP/1.1", 400)]
    [InlineData("GET /api/v1/topics\0 HTTP/1.1", 400)]
    [InlineData("GET /api/v1/topics HTTP/9.9", 505)]
    [InlineData("nonsense", 400)]
    public async Task What_is_no_HTTP_is_answered_with_a_problem_too(string request, int status)
    {
        string answer = await SendTextAsync($"{request}\r\nHost: localhost\r\n\r\n");

        string[] parts = answer.Split("\r\n\r\n", 2);
        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.Contains("Content-Type: application/problem+json", parts[0], StringComparison.Ordinal);
        Assert.Contains("nosniff", parts[0], StringComparison.Ordinal);
        Assert.Equal("KAP6218", JsonElement.Parse(parts[1]).GetProperty("code").GetString());
        Assert.Equal(status, JsonElement.Parse(parts[1]).GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task A_method_that_a_path_does_not_take_is_a_problem_that_names_those_it_takes()
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "/api/v1/topics");

        using HttpResponseMessage answer = await _worker.Http.SendAsync(request);

        JsonElement problem = JsonElement.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Equal(["GET", "POST"], answer.Content.Headers.Allow.Order());
        Assert.Equal("KAP6217", problem.GetProperty("code").GetString());
        Assert.Contains("GET, POST", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Records_may_be_many_in_one_request()
    {
        string body = string.Join(
            '\n', Enumerable.Range(0, 30_000).Select(i => $$"""{"key":"k{{i % 7}}","value":"x{{i}}"}"""));

        Assert.Equal(HttpStatusCode.OK, await _worker.ProduceAsync(body));
        await _worker.CatchUpAsync();

        JsonElement page = await _worker.GetAsync($"{StorePath}/entries");
        Assert.Equal(
            30_000, page.GetProperty("items").EnumerateArray().Sum(row => row.GetProperty("value").GetInt64()));
    }

    [Fact]
    public async Task A_follower_gets_records_as_they_come()
    {
        await using Stream stream = await _worker.Http.GetStreamAsync(
            "/api/v1/topics/words/records?follow=true&limit=2");
        using var reader = new StreamReader(stream);

        await _worker.ProduceAsync("""{"key":"a","value":"first"}""");
        string? first = await reader.ReadLineAsync();
        await _worker.ProduceAsync("""{"key":"a","value":"second"}""");

        Assert.Contains("first", first, StringComparison.Ordinal);
        Assert.Contains("second", await reader.ReadLineAsync(), StringComparison.Ordinal);
        Assert.Equal("""{"end":{"count":2,"complete":true}}""", await reader.ReadLineAsync());
    }

    [Theory]
    [InlineData("/api/v1/topics/..%2f..%2f..%2fetc%2fpasswd/records")]
    [InlineData("/api/v1/topics/%2fetc%2fpasswd/records")]
    [InlineData("/api/v1/topics/../../../../etc/passwd")]
    [InlineData("/api/v1/topics/....//....//etc/passwd/records")]
    [InlineData("/api/v1/topics/%252e%252e%252fetc/records")]
    [InlineData("/api/v1/topologies/..%2f..%2fetc/stores/passwd/entries")]
    [InlineData("/api/v1/topologies/count-words/stores/..%2f..%2flock/entries")]
    [InlineData("/..%2f..%2fowner")]
    public async Task A_path_of_the_request_never_becomes_a_path_of_a_file(string path)
    {
        string answer = await SendRawAsync(path);

        Assert.Matches("^HTTP/1.1 4[0-9][0-9] ", answer);
        Assert.DoesNotContain("root:", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../escape")]
    [InlineData("/tmp/escape")]
    [InlineData("a/b")]
    [InlineData("..")]
    [InlineData("")]
    public async Task A_topic_is_never_created_outside_the_log(string name)
    {
        string body = JsonSerializer.Serialize(new { name, partitions = 1 });

        using HttpResponseMessage answer = await _worker.Http.PostAsync("/api/v1/topics", new StringContent(body));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    private async Task<string[]> StreamAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd("application/x-ndjson");
        using HttpResponseMessage answer = await _worker.Http.SendAsync(request);
        return (await answer.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Clients tidy paths up, so this one goes out by hand.</summary>
    private Task<string> SendRawAsync(string path) => SendTextAsync(
        $"GET {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {_worker.Token}\r\nConnection: " +
        "close\r\n\r\n");

    private async Task<string> SendTextAsync(string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(_worker.Host.Address.Host, _worker.Host.Address.Port);
        await using NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request));
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }
}
