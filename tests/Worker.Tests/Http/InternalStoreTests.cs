using System.Net;
using System.Text.Json;

namespace Kappa.Worker.Tests;

/// <summary>The engine keeps what time it is in a store of its own, beside those of the user.</summary>
public sealed class InternalStoreTests
{
    private const string Topology = "/api/v1/topologies/closed-hours";

    [Fact]
    public async Task No_list_names_a_store_that_is_the_engines_own()
    {
        await using RunningWorker worker = await RunningWorker.StartAsync(new ClosedHours(), new ClosedHoursV2());
        await worker.ProduceAsync("""{"key":"a","value":"x"}""");
        await worker.CatchUpAsync("closed-hours");

        (HttpStatusCode planned, JsonElement plan) = await worker.PostAsync(
            $"{Topology}/replays?dryRun=true", """{"version":2}""");
        (HttpStatusCode verified, JsonElement verification) = await worker.PostAsync($"{Topology}/verify", "");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (planned, verified));
        Assert.True(verification.GetProperty("same").GetBoolean());
        JsonElement[] answers =
        [
            plan, verification, await worker.GetAsync(Topology), await worker.GetAsync($"{Topology}/stores"),
            await worker.GetAsync($"{Topology}/versions/1"),
        ];
        Assert.All(answers, answer => Assert.Equal(
            ["closed"], answer.GetProperty("stores").EnumerateArray().Select(store =>
                store.GetProperty("name").GetString())));
    }

    [Topology("closed-hours")]
    private sealed class ClosedHours : ITopology
    {
        public void Build(StreamBuilder builder) => builder.Stream<string, string>("words").GroupByKey()
            .WindowedBy(TimeWindows.OfSizeAndGrace(TimeSpan.FromHours(1), TimeSpan.Zero))
            .WithEmitStrategy(EmitStrategy.OnWindowClose)
            .Count(Materialized.As("closed"));
    }

    [Topology("closed-hours", Version = 2)]
    private sealed class ClosedHoursV2 : ITopology
    {
        public void Build(StreamBuilder builder) => new ClosedHours().Build(builder);
    }
}
