using System.Net;
using System.Text.Json;

namespace Kappa.Worker.Tests;

/// <summary>Sessions, and rows that are held back until they end, as a user of the API meets them.</summary>
public sealed class SessionApiTests
{
    private const string Topology = "/api/v1/topologies/visits";

    [Fact]
    public async Task Sessions_of_a_key_are_asked_for_by_their_ends_and_a_replay_has_the_same()
    {
        await using RunningWorker worker = await RunningWorker.StartAsync(new Visits());
        await worker.ProduceAsync(string.Join('\n', new[]
        {
            Click("a", 0), Click("a", 20), Click("a", 120), Click("b", 130),
        }));
        await worker.CatchUpAsync("visits");

        Assert.Equal(["a 00:00/00:20=2", "a 02:00/02:00=1"], await SessionsAsync(worker, ""));
        Assert.Equal(["a 02:00/02:00=1", "a 00:00/00:20=2"], await SessionsAsync(worker, "?backward=true"));
        Assert.Equal(["a 00:00/00:20=2"], await SessionsAsync(worker, "?to=2026-11-01T01:59:59Z"));
        JsonElement stores = await worker.GetAsync($"{Topology}/stores");
        JsonElement store = stores.GetProperty("stores").EnumerateArray().Single();
        Assert.Equal("visits", store.GetProperty("name").GetString());
        Assert.True(store.GetProperty("sessions").GetBoolean());
        (HttpStatusCode verified, JsonElement verification) = await worker.PostAsync($"{Topology}/verify", "");
        Assert.Equal(HttpStatusCode.OK, verified);
        Assert.True(verification.GetProperty("same").GetBoolean());
    }

    private static async Task<string[]> SessionsAsync(RunningWorker worker, string query)
    {
        JsonElement page = await worker.GetAsync($"{Topology}/stores/visits/windows/a{query}");
        return [.. page.GetProperty("items").EnumerateArray().Select(row =>
            $"{row.GetProperty("key").GetString()!.Replace("@2026-11-01T", " ", StringComparison.Ordinal)}" +
            $"={row.GetProperty("value")}")
            .Select(row => row.Replace("2026-11-01T", "", StringComparison.Ordinal)
                .Replace(":00.000Z", "", StringComparison.Ordinal))];
    }

    private static string Click(string key, int minute) =>
        $$"""{"key":"{{key}}","value":"x","timestamp":{{1_793_491_200_000 + (minute * 60_000L)}}}""";

    [Topology("visits")]
    private sealed class Visits : ITopology
    {
        public void Build(StreamBuilder builder) => builder.Stream<string, string>("words").GroupByKey()
            .WindowedBy(SessionWindows.OfInactivityGapWithNoGrace(TimeSpan.FromMinutes(30)))
            .Count(Materialized.As("visits").WithRetention(TimeSpan.FromDays(30)))
            .Suppress(Suppressed.UntilWindowCloses(BufferConfig.Unbounded()))
            .ToStream().To("ended");
    }
}
