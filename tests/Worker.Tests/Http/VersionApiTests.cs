using System.Net;
using System.Text.Json;

namespace Kappa.Worker.Tests;

public sealed class VersionApiTests : IAsyncLifetime
{
    private const string Words = "/api/v1/topologies/count-words";
    private RunningWorker _worker = null!;

    public async ValueTask InitializeAsync()
    {
        _worker = await RunningWorker.StartAsync(new CountWords(), new WordsV2());
        await _worker.ProduceAsync("""
            {"key":"a","value":"x"}
            {"key":"b","value":"x"}
            {"key":"a","value":"x"}
            """);
        await _worker.CatchUpAsync();
    }

    public ValueTask DisposeAsync() => _worker.DisposeAsync();

    [Fact]
    public async Task A_version_goes_all_the_way_and_queries_follow_the_live_one()
    {
        (HttpStatusCode started, JsonElement status) = await _worker.PostAsync(
            $"{Words}/replays", """{"version":2,"by":"ana","reason":"twice"}""");
        JsonElement caughtUp = await _worker.GetAsync($"{Words}/replay?waitSeconds=20&state=caught-up");
        (HttpStatusCode switched, JsonElement cutover) = await _worker.PostAsync($"{Words}/cutover", "{}");
        long asked = await CountAsync("a");
        (HttpStatusCode back, _) = await _worker.PostAsync($"{Words}/rollback", "{}");
        long askedAgain = await CountAsync("a");
        (HttpStatusCode retired, JsonElement record) = await _worker.PostAsync($"{Words}/versions/2/retire", "{}");

        Assert.Equal(
            (HttpStatusCode.Accepted, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK),
            (started, switched, back, retired));
        Assert.Equal(
            ("ana", "twice"), (status.GetProperty("by").GetString(), status.GetProperty("reason").GetString()));
        Assert.Equal("caught-up", caughtUp.GetProperty("state").GetString());
        Assert.Equal((3, 100), (
            caughtUp.GetProperty("recordsDone").GetInt64(), caughtUp.GetProperty("percent").GetDouble()));
        Assert.Equal(
            (2, true), (cutover.GetProperty("published").GetInt64(), cutover.GetProperty("atomic").GetBoolean()));
        Assert.Equal((4, 2), (asked, askedAgain));
        Assert.Equal("retired", record.GetProperty("state").GetString());
        Assert.Equal(["live", "retired"], await StatesAsync());
    }

    [Fact]
    public async Task A_diff_gives_counts_and_samples_or_a_stream_of_all_with_an_end_line()
    {
        await _worker.PostAsync($"{Words}/replays", """{"version":2}""");
        await _worker.GetAsync($"{Words}/replay?waitSeconds=20&state=caught-up");

        JsonElement diff = await _worker.GetAsync($"{Words}/diff?sample=1&store=counts");
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Words}/diff");
        request.Headers.Accept.ParseAdd("application/x-ndjson");
        using HttpResponseMessage stream = await _worker.Http.SendAsync(request);
        string[] lines = (await stream.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        JsonElement store = Assert.Single(diff.GetProperty("tables").EnumerateArray());
        Assert.Equal((2, "store"), (store.GetProperty("changed").GetInt64(), store.GetProperty("kind").GetString()));
        JsonElement sample = Assert.Single(store.GetProperty("samples").EnumerateArray());
        Assert.Equal(("a", 2, 4), (
            sample.GetProperty("key").GetString(), sample.GetProperty("old").GetInt64(),
            sample.GetProperty("new").GetInt64()));
        Assert.Equal(6, lines.Length); // What it is, two keys of store and output each, and the end.
        Assert.Equal(4, JsonElement.Parse(lines[^1]).GetProperty("end").GetProperty("count").GetInt64());
    }

    [Fact]
    public async Task A_plan_changes_nothing()
    {
        JsonElement before = await _worker.GetAsync("/api/v1/topics");

        (HttpStatusCode status, JsonElement plan) = await _worker.PostAsync(
            $"{Words}/replays?dryRun=true", """{"version":2}""");

        Assert.Equal((HttpStatusCode.OK, 3), (status, plan.GetProperty("records").GetInt64()));
        Assert.Equal(before.ToString(), (await _worker.GetAsync("/api/v1/topics")).ToString());
        Assert.Equal(["live", "registered"], await StatesAsync());
    }

    [Fact]
    public async Task A_version_that_is_named_answers_queries_beside_the_live_one()
    {
        await _worker.PostAsync($"{Words}/replays", """{"version":2}""");
        await _worker.GetAsync($"{Words}/replay?waitSeconds=20&state=caught-up");

        JsonElement row = await _worker.GetAsync($"{Words}/stores/counts/keys/a?version=2");

        Assert.Equal((4, 2), (
            row.GetProperty("value").GetInt64(), row.GetProperty("asOf").GetProperty("version").GetInt32()));
    }

    [Theory]
    [InlineData("replays", "{\"version\":9}", HttpStatusCode.NotFound, "KAP4008")]
    [InlineData("replays", "{\"version\":1}", HttpStatusCode.Conflict, "KAP4011")]
    [InlineData("replays", "{\"version\":2,\"from\":\"monday\"}", HttpStatusCode.BadRequest, "KAP4024")]
    [InlineData("replays", "{\"version\":2,\"throttle\":\"fast\"}", HttpStatusCode.BadRequest, "KAP4010")]
    [InlineData("replays", "[]", HttpStatusCode.BadRequest, "KAP6205")]
    [InlineData("replay/pause", "{}", HttpStatusCode.NotFound, "KAP4013")]
    [InlineData("cutover", "{}", HttpStatusCode.NotFound, "KAP4013")]
    [InlineData("cutover", "{\"version\":1}", HttpStatusCode.Conflict, "KAP4011")]
    [InlineData("rollback", "{}", HttpStatusCode.Conflict, "KAP4020")]
    [InlineData("versions/1/retire", "{}", HttpStatusCode.Conflict, "KAP4019")]
    [InlineData("versions/2/retire", "{}", HttpStatusCode.Conflict, "KAP4014")]
    public async Task What_cannot_be_done_is_one_clear_problem_and_changes_nothing(
        string path, string body, HttpStatusCode status, string code)
    {
        JsonElement before = await _worker.GetAsync("/api/v1/topics");

        (HttpStatusCode found, JsonElement problem) = await _worker.PostAsync($"{Words}/{path}", body);

        Assert.Equal((status, code), (found, problem.GetProperty("code").GetString()));
        Assert.Equal(before.ToString(), (await _worker.GetAsync("/api/v1/topics")).ToString());
        Assert.Equal(["live", "registered"], await StatesAsync());
    }

    private async Task<long> CountAsync(string key) =>
        (await _worker.GetAsync($"{Words}/stores/counts/keys/{key}")).GetProperty("value").GetInt64();

    private async Task<string[]> StatesAsync() => [.. (await _worker.GetAsync($"{Words}/versions"))
        .GetProperty("versions").EnumerateArray().Select(version => version.GetProperty("state").GetString()!)];
}
