using System.Net;
using System.Text.Json;

namespace Kappa.Worker.Tests;

/// <summary>The records that a version passes over, as users see them.</summary>
public sealed class PassedOverTests : IAsyncLifetime
{
    private const string Version = "/api/v1/topologies/count-good/versions/1";
    private const string PassedOver = $"{Version}/passed-over";

    private RunningWorker _worker = null!;

    public async ValueTask InitializeAsync() => _worker = await RunningWorker.StartAsync(new CountGood());

    public ValueTask DisposeAsync() => _worker.DisposeAsync();

    [Fact]
    public async Task A_version_says_which_records_it_has_passed_over_and_where_they_went()
    {
        JsonElement before = await _worker.GetAsync(PassedOver);
        await _worker.ProduceAsync("""
            {"key":"a","value":"x"}
            {"key":"a","value":"bad"}
            {"key":"a","value":"bad"}
            """);
        await _worker.CatchUpAsync("count-good");

        JsonElement passed = await _worker.GetAsync(PassedOver);

        Assert.Equal(0, before.GetProperty("count").GetInt32());
        Assert.Equal(2, passed.GetProperty("count").GetInt32());
        Assert.Equal(
            [1, 2], passed.GetProperty("last").EnumerateArray().Select(one => one.GetProperty("offset").GetInt32()));
        JsonElement last = passed.GetProperty("last")[1];
        Assert.StartsWith("words/", last.GetProperty("partition").GetString(), StringComparison.Ordinal);
        Assert.Equal(("processing", CountGood.DeadLetters, "FormatException: no word"), (
            last.GetProperty("stage").GetString(), last.GetProperty("topic").GetString(),
            last.GetProperty("error").GetString()));
    }

    [Fact]
    public async Task A_version_that_has_stopped_passes_over_the_record_that_somebody_names_and_goes_on()
    {
        await _worker.ProduceAsync("""
            {"key":"a","value":"x"}
            {"key":"a","value":"worse"}
            {"key":"a","value":"y"}
            """);
        JsonElement stopped = await _worker.UntilAsync(
            Version, version => version.GetProperty("state").GetString() == "stopped");
        int partition = stopped.GetProperty("error").GetString()!.Contains("words/0", StringComparison.Ordinal) ? 0 : 1;

        JsonElement answer = await SkipAsync("words", partition, 1, HttpStatusCode.OK);
        await _worker.CatchUpAsync("count-good");

        JsonElement row = await _worker.GetAsync("/api/v1/topologies/count-good/stores/good/keys/a");
        JsonElement version = await _worker.GetAsync(Version);
        JsonElement passed = await _worker.GetAsync(PassedOver);
        JsonElement last = Assert.Single(passed.GetProperty("last").EnumerateArray());
        Assert.Equal(
            ("live", "live"), (answer.GetProperty("state").GetString(), version.GetProperty("state").GetString()));
        Assert.Equal(2, row.GetProperty("value").GetInt64());
        Assert.Equal((1, "by-hand", "by ana: test data"), (
            last.GetProperty("offset").GetInt64(), last.GetProperty("stage").GetString(),
            last.GetProperty("error").GetString()));
    }

    [Fact]
    public async Task What_is_no_record_that_stops_a_version_is_not_passed_over_by_hand()
    {
        await _worker.ProduceAsync("""{"key":"a","value":"x"}""");
        await _worker.CatchUpAsync("count-good");
        JsonElement runs = await SkipAsync("words", 0, 0, HttpStatusCode.Conflict);
        await _worker.ProduceAsync("""{"key":"a","value":"worse"}""");
        JsonElement stopped = await _worker.UntilAsync(
            Version, version => version.GetProperty("state").GetString() == "stopped");
        int partition = stopped.GetProperty("error").GetString()!.Contains("words/0", StringComparison.Ordinal) ? 0 : 1;

        JsonElement topic = await SkipAsync("wrods", partition, 1, HttpStatusCode.NotFound);
        JsonElement done = await SkipAsync("words", partition, 0, HttpStatusCode.Conflict);
        JsonElement beyond = await SkipAsync("words", partition, 2, HttpStatusCode.NotFound);
        JsonElement nowhere = await SkipAsync("words", 9, 0, HttpStatusCode.NotFound);

        Assert.Equal(
            ["KAP4036", "KAP4037", "KAP4038", "KAP4039", "KAP2103"],
            new[] { runs, topic, done, beyond, nowhere }.Select(problem => problem.GetProperty("code").GetString()));
        Assert.Contains("is at offset 1 of words/", done.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Contains(
            "Did you mean 'words'?", topic.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, (await _worker.GetAsync(PassedOver)).GetProperty("count").GetInt32());
    }

    private async Task<JsonElement> SkipAsync(string topic, int partition, long offset, HttpStatusCode expected)
    {
        (HttpStatusCode status, JsonElement answer) = await _worker.PostAsync(
            "/api/v1/topologies/count-good/skip",
            $$"""
            {"topic":"{{topic}}","partition":{{partition}},"offset":{{offset}},"by":"ana","reason":"test data"}
            """);
        Assert.Equal(expected, status);
        return answer;
    }
}
