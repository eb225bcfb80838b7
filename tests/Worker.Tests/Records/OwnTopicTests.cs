using System.Net;
using System.Text.Json;

namespace Kappa.Worker.Tests;

/// <summary>Topics of Kappa's own under a worker that needs them.</summary>
public sealed class OwnTopicTests
{
    [Fact]
    public async Task No_flag_deletes_a_topic_that_Kappa_needs_and_the_worker_goes_on()
    {
        await using RunningWorker worker = await RunningWorker.StartAsync(new CountWords());
        await worker.ProduceAsync("""{"key":"a","value":"x"}""");
        await worker.CatchUpAsync();
        string[] own = [.. (await worker.GetAsync("/api/v1/topics")).GetProperty("topics").EnumerateArray()
            .Select(topic => topic.GetProperty("name").GetString()!)
            .Where(name => name.StartsWith("kappa.", StringComparison.Ordinal)
                || name.StartsWith("count-words.v1.i1.", StringComparison.Ordinal))];

        Assert.Superset(
            new HashSet<string>
            {
                "kappa.versions", "kappa.count-words.cuts", "count-words.v1.i1.positions",
                "count-words.v1.i1.counts.changelog",
            },
            own.ToHashSet());
        foreach (string topic in own)
        {
            using HttpResponseMessage answer = await worker.Http.DeleteAsync($"/api/v1/topics/{topic}?force=true");
            JsonElement problem = JsonElement.Parse(await answer.Content.ReadAsStringAsync());
            Assert.Equal(
                (HttpStatusCode.Conflict, "KAP6220"), (answer.StatusCode, problem.GetProperty("code").GetString()));
            Assert.Contains("no flag deletes it", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }

        await worker.ProduceAsync("""{"key":"a","value":"x"}""");
        await worker.CatchUpAsync();
        JsonElement row = await worker.GetAsync("/api/v1/topologies/count-words/stores/counts/keys/a");
        Assert.Equal(2, row.GetProperty("value").GetInt64());
    }
}
