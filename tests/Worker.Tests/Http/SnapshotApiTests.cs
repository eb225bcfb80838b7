using System.Net;
using System.Text.Json;

namespace Kappa.Worker.Tests;

public sealed class SnapshotApiTests
{
    private const string Snapshots = "/api/v1/topics/words/snapshots";

    [Fact]
    public async Task A_dump_is_applied_and_the_table_and_its_past_are_streams()
    {
        await using RunningWorker worker = await RunningWorker.StartAsync();

        (HttpStatusCode status, JsonElement answer) = await worker.PostAsync(
            $"{Snapshots}?key=id&id=1", "[3,{\"id\":7,\"a\":1.50}]\r\n\n[8,{\"id\":\"x\"}]\n{\"end\":{\"rows\":2}}");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal((2, "applied"), (
            answer.GetProperty("result").GetProperty("inserts").GetInt32(),
            answer.GetProperty("result").GetProperty("outcome").GetString()));
        Assert.Equal(0, answer.GetProperty("notices").GetArrayLength());
        JsonElement[] rows = await LinesAsync(worker, "/api/v1/topics/words/table?asOf=1");
        Assert.Equal(
            [("7", """{"a":1.5,"id":7}"""), ("x", """{"id":"x"}""")],
            rows[..^1].Select(row => (row.GetProperty("key").GetString()!, row.GetProperty("value").GetRawText())));
        Assert.Equal("""{"count":2,"complete":true}""", rows[^1].GetProperty("end").GetRawText());
        JsonElement[] snapshots = await LinesAsync(worker, $"{Snapshots}?last=1");
        Assert.Equal("1", snapshots[0].GetProperty("id").GetString());
        Assert.Equal("any", snapshots[0].GetProperty("columns").GetProperty("id").GetString());
        JsonElement[] changes = await LinesAsync(worker, "/api/v1/topics/words/changes?key=x");
        Assert.Equal("insert", changes[0].GetProperty("operation").GetString());
    }

    [Fact]
    public async Task A_body_that_is_no_whole_dump_writes_nothing_and_says_where()
    {
        (string Body, string Code, string Part)[] cases =
        [
            ("[1,{\"id\":7}]\n", "KAP8042", "has 1 row, and no last line"),
            ("", "KAP8042", "has 0 rows"),
            ("{\"id\":7}\n", "KAP8041", "Line 1 of the request's body is neither a row nor the end"),
            ("[{\"id\":7}]\n", "KAP8041", "Line 1 of the request's body is no row with its place"),
            ("[1]\n", "KAP8041", "is no row with its place"),
            ("[1,{\"id\":7}\n", "KAP8041", "is no row with its place"),
            ("[\n", "KAP8041", "is no row with its place"),
            ("[5,{\"id\":7}]\n[5,{\"id\":8}]\n", "KAP8041", "Line 2 of the request's body has place 5"),
            ("[-1,{\"id\":7}]\n", "KAP8041", "has place -1"),
            ("[1,{\"id\":7}]\n{\"end\":{\"rows\":2}}\n", "KAP8041", "says that there are 2 rows, and 1 have come"),
            ("{\"end\":{\"rows\":0}}\n[1,{\"id\":7}]\n", "KAP8041", "Line 2 of the request's body follows"),
            ("{\"end\":{\"rows\":0}}x\n", "KAP8041", "is neither a row nor the end"),
            ("[1,7]\n{\"end\":{\"rows\":1}}\n", "KAP8001", "Row 1 is JSON, but no object"),
            ("[1,{\"id\":\"\"}]\n[2,x]\n{\"end\":{\"rows\":2}}\n", "KAP8002", "Row 1 has no key"),
            ("[2,{\"id\":1}]\n[5,{\"id\":1}]\n{\"end\":{\"rows\":2}}\n", "KAP8005", "row 2 has it, and row 5 too"),
        ];
        await using RunningWorker worker = await RunningWorker.StartAsync();
        foreach ((string body, string code, string part) in cases)
        {
            JsonElement problem = await RefusedAsync(worker, "?key=id", body);

            Assert.Equal((body, code), (body, problem.GetProperty("code").GetString()));
            Assert.Contains(part, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }

        await AssertEmptyAsync(worker);
        Assert.Equal(HttpStatusCode.OK, (await worker.Http.GetAsync("/health/ready")).StatusCode);
    }

    [Fact]
    public async Task A_parameter_that_means_nothing_writes_nothing()
    {
        (string Query, string Code, string Part)[] cases =
        [
            ("", "KAP8044", "key"),
            ("?key=,", "KAP8044", "key"),
            ("?key=id&dryrum=true", "KAP8043", "Did you mean 'dryRun'?"),
            ("?key=id&maxDelete=ten", "KAP6205", "10%"),
            ("?key=id&types=id", "KAP6205", "zip=text"),
            ("?key=id&duplicates=any", "KAP6205", "fail, first or last"),
            ("?key=id&keyless=keep", "KAP6205", "fail or skip"),
            ("?key=id&expectRows=-1", "KAP6205", "expectRows"),
        ];
        await using RunningWorker worker = await RunningWorker.StartAsync();
        foreach ((string query, string code, string part) in cases)
        {
            JsonElement problem = await RefusedAsync(worker, query, "[1,{\"id\":7}]\n{\"end\":{\"rows\":1}}\n");

            Assert.Equal((query, code), (query, problem.GetProperty("code").GetString()));
            Assert.Contains(part, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }

        await AssertEmptyAsync(worker);
    }

    [Fact]
    public async Task What_somebody_else_wrote_comes_back_byte_for_byte()
    {
        await using RunningWorker worker = await RunningWorker.StartAsync();
        await worker.ProduceAsync("""
            {"key":"a","value":" {\"x\": 1}"}
            {"key":{"base64":"/wA="},"value":{"base64":"/w=="}}
            {"key":"b","value":"text\nof two lines"}
            """);

        JsonElement[] rows = await LinesAsync(worker, "/api/v1/topics/words/table");

        Assert.Equal(
            [("\"a\"", "\" {\\\"x\\\": 1}\""), ("\"b\"", "\"text\\nof two lines\""),
                ("{\"base64\":\"/wA=\"}", "{\"base64\":\"/w==\"}")],
            rows[..^1].Select(row => (row.GetProperty("key").GetRawText(), row.GetProperty("value").GetRawText())));
    }

    private static async Task<JsonElement> RefusedAsync(RunningWorker worker, string query, string body)
    {
        (HttpStatusCode status, JsonElement problem) = await worker.PostAsync($"{Snapshots}{query}", body);

        Assert.Equal((body, HttpStatusCode.BadRequest), (body, status));
        return problem;
    }

    private static async Task AssertEmptyAsync(RunningWorker worker)
    {
        Assert.Single(await LinesAsync(worker, "/api/v1/topics/words/table")); // The line that ends it.
        Assert.Single(await LinesAsync(worker, Snapshots));
    }

    private static async Task<JsonElement[]> LinesAsync(RunningWorker worker, string path) =>
        [.. (await worker.Http.GetStringAsync(path)).TrimEnd().Split('\n').Select(line => JsonElement.Parse(line))];
}
