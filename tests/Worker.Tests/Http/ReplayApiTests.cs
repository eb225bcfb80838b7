using System.Net;
using System.Text.Json;

namespace Kappa.Worker.Tests;

public sealed class ReplayApiTests
{
    [Fact]
    public async Task A_topology_that_reads_something_from_outside_is_caught_with_the_rows_that_differ()
    {
        await using RunningWorker worker = await RunningWorker.StartAsync(new CountCalls());
        await worker.ProduceAsync("""
            {"key":"a","value":"x"}
            {"key":"b","value":"y"}
            """);
        await worker.CatchUpAsync("count-calls");

        using HttpResponseMessage answer =
            await worker.Http.PostAsync("/api/v1/topologies/count-calls/verify?sample=1", null);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        JsonElement result = JsonElement.Parse(await answer.Content.ReadAsStringAsync());
        JsonElement store = Assert.Single(result.GetProperty("stores").EnumerateArray());
        JsonElement sample = Assert.Single(store.GetProperty("samples").EnumerateArray());
        Assert.False(result.GetProperty("same").GetBoolean());
        Assert.Equal(2, store.GetProperty("changed").GetInt64());
        Assert.Equal(("changed", "a"), (sample.GetProperty("kind").GetString(), sample.GetProperty("key").GetString()));
        Assert.NotEqual(sample.GetProperty("old").GetInt64(), sample.GetProperty("new").GetInt64());
        Assert.True(result.GetProperty("asOf").GetProperty("cut").GetInt64() > 0);
    }

    [Fact]
    public async Task Before_the_first_commit_a_verification_is_refused()
    {
        await using RunningWorker worker = await RunningWorker.StartAsync();

        using HttpResponseMessage answer = await worker.Http.PostAsync("/api/v1/topologies/count-words/verify", null);

        JsonElement problem = JsonElement.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Equal("KAP4001", problem.GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_verification_that_meets_damage_ends_and_the_worker_goes_on()
    {
        await using RunningWorker worker = await RunningWorker.StartAsync();
        await worker.ProduceAsync("""{"key":"a","value":"x"}""");
        await worker.CatchUpAsync();
        FlipLastByte(Directory.GetFiles(Path.Combine(worker.Directory, "log"), "*.log", SearchOption.AllDirectories)
            .Single(file => Path.GetDirectoryName(file)!.Contains("words-", StringComparison.Ordinal)
                && new FileInfo(file).Length > 0));

        (HttpStatusCode status, JsonElement problem) = await worker.PostAsync(
            "/api/v1/topologies/count-words/verify", "");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Equal(("KAP4035", 74), (
            problem.GetProperty("code").GetString(), problem.GetProperty("exitCode").GetInt32()));
        Assert.Contains(
            "topic 'words', partition", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal("ready", (await worker.GetAsync("/health/ready")).GetProperty("status").GetString());
        Assert.Equal(HttpStatusCode.OK, await worker.ProduceAsync("""{"key":"a","value":"y"}"""));
        await worker.CatchUpAsync();
    }

    private static void FlipLastByte(string file)
    {
        using FileStream stream = File.Open(file, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        stream.Position = stream.Length - 1;
        int last = stream.ReadByte();
        stream.Position = stream.Length - 1;
        stream.WriteByte((byte)(last ^ 1));
    }

    /// <summary>Not a pure function of its input: it counts its own calls.</summary>
    [Topology("count-calls")]
    private sealed class CountCalls : ITopology
    {
        private long _calls;

        public void Build(StreamBuilder builder) =>
            builder.Stream<string, string>("words").GroupByKey()
                .Aggregate(() => 0L, (_, _, _) => ++_calls, Materialized.As("calls"));
    }
}
