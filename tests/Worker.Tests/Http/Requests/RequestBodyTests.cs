using System.Net;
using System.Text.Json;

namespace Kappa.Worker.Tests;

public sealed class RequestBodyTests : IAsyncLifetime
{
    private const string Words = "/api/v1/topologies/count-words";

    private RunningWorker _worker = null!;

    public async ValueTask InitializeAsync() =>
        _worker = await RunningWorker.StartAsync(new CountWords(), new WordsV2());

    public ValueTask DisposeAsync() => _worker.DisposeAsync();

    [Fact]
    public async Task A_field_that_is_misspelt_is_refused_with_the_nearest_name_and_nothing_changes()
    {
        string topics = (await _worker.GetAsync("/api/v1/topics")).ToString();

        await AssertRefusedAsync("/api/v1/topics", """{"name":"x","partitons":1}""", "KAP6215", "'partitions'");
        await AssertRefusedAsync("/api/v1/topics", """{"name":"x","Partitions":1}""", "KAP6215", "'partitions'");
        await AssertRefusedAsync($"{Words}/replays", """{"version":2,"form":"zero"}""", "KAP6215", "'from'");
        await AssertRefusedAsync($"{Words}/cutover", """{"deletemissing":true}""", "KAP6215", "'deleteMissing'");
        await AssertRefusedAsync($"{Words}/rollback", """{"version":1}""", "KAP6215", "'version'");
        await AssertRefusedAsync($"{Words}/replay/pause", """{"throttle":"auto"}""", "KAP6215", "'throttle'");
        await AssertRefusedAsync($"{Words}/versions/2/retire", """{"becuase":"x"}""", "KAP6215", "'reason'");

        Assert.Equal(topics, (await _worker.GetAsync("/api/v1/topics")).ToString());
    }

    [Fact]
    public async Task A_body_without_what_it_must_have_is_refused_and_names_it()
    {
        await AssertRefusedAsync("/api/v1/topics", """{"nme":"x"}""", "KAP6215", "'name'");
        await AssertRefusedAsync("/api/v1/topics", """{"name":"x"}""", "KAP6216", "'partitions'");
        await AssertRefusedAsync("/api/v1/groups/g/seek", "{}", "KAP6216", "'topic'");
        await AssertRefusedAsync("/api/v1/groups/g/seek", """{"topic":"words"}""", "KAP6216", "'to'");
        await AssertRefusedAsync("/api/v1/deployments", "{}", "KAP6216", "'artifact'");
        await AssertRefusedAsync($"{Words}/replays", "{}", "KAP6216", "'version'");
        await AssertRefusedAsync($"{Words}/replay/throttle", "{}", "KAP6216", "'throttle'");
    }

    [Fact]
    public async Task A_value_of_another_kind_or_out_of_its_range_is_refused_and_names_the_field()
    {
        await AssertRefusedAsync("/api/v1/topics", """{"name":null,"partitions":1}""", "KAP6205", "name");
        await AssertRefusedAsync("/api/v1/topics", """{"name":"x","partitions":"1"}""", "KAP6205", "partitions");
        await AssertRefusedAsync("/api/v1/topics", """{"name":"x","partitions":1e9}""", "KAP6205", "partitions");
        await AssertRefusedAsync("/api/v1/deployments", """{"artifact":null}""", "KAP6205", "artifact");
        await AssertRefusedAsync(
            $"{Words}/cutover", """{"keepSeconds":9999999999999}""", "KAP6205", "keepSeconds", "31536000");
        await AssertRefusedAsync($"{Words}/cutover", """{"keepSeconds":1e999}""", "KAP6205", "keepSeconds");
        await AssertRefusedAsync($"{Words}/cutover", """{"keepSeconds":-1}""", "KAP6205", "keepSeconds");
        await AssertRefusedAsync($"{Words}/cutover", """{"maxDiff":1.01}""", "KAP6205", "maxDiff", "0 to 1");
        await AssertRefusedAsync($"{Words}/cutover", """{"maxLag":-1}""", "KAP6205", "maxLag");
        await AssertRefusedAsync($"{Words}/cutover", """{"deleteMissing":null}""", "KAP6205", "deleteMissing");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("\"name\"")]
    [InlineData("""{"name":"x","partitions":1}{}""")]
    [InlineData("""{"name":"x","name":"y","partitions":1}""")]
    [InlineData("""{"name":"\ud800","partitions":1}""")]
    [InlineData("""{"\ud800":"x","partitions":1}""")]
    public async Task A_body_that_is_no_object_of_JSON_is_refused(string body) =>
        await AssertRefusedAsync("/api/v1/topics", body, "KAP6205");

    [Fact]
    public async Task A_body_that_is_no_UTF_8_is_refused()
    {
        using var body = new ByteArrayContent(
            [.. "{\"topic\":\"word"u8, 0xe8, .. "\",\"to\":\"zero\"}"u8]);

        using HttpResponseMessage answer = await _worker.Http.PostAsync("/api/v1/groups/g/seek", body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("UTF-8", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false), InlineData(true)] // By its declared length, and by what comes.
    public async Task A_body_that_is_too_large_is_413_and_the_caller_can_read_why(bool chunked)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/topics")
        {
            Content = new ByteArrayContent(new byte[8 << 20]),
        };
        request.Headers.TransferEncodingChunked = chunked;

        using HttpResponseMessage answer = await _worker.Http.SendAsync(request);

        JsonElement problem = JsonElement.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Equal("KAP6214", problem.GetProperty("code").GetString());
        Assert.Equal(413, problem.GetProperty("status").GetInt32());
    }

    private async Task AssertRefusedAsync(string path, string body, string code, params string[] parts)
    {
        (HttpStatusCode status, JsonElement problem) = await _worker.PostAsync(path, body);

        string text = $"{body}: {status} {problem}";
        Assert.True(status == HttpStatusCode.BadRequest && problem.GetProperty("code").GetString() == code, text);
        string? detail = problem.GetProperty("detail").GetString();
        Assert.All(parts, part => Assert.Contains(part, detail, StringComparison.Ordinal));
    }
}
