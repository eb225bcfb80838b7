using System.Net;
using System.Text.Json;

namespace Kappa.Worker.Tests;

public sealed class GroupApiTests
{
    [Fact]
    public async Task The_group_of_a_version_shows_its_lag_and_reaches_the_end_when_nothing_more_comes()
    {
        await using RunningWorker worker = await RunningWorker.StartAsync();
        for (int i = 0; i < 3; i++)
        {
            // The first commit carries offsets; the others fall into the same second.
            await worker.ProduceAsync("""{"value":"a"}""");
        }

        JsonElement group = await worker.UntilAsync("/api/v1/groups", groups =>
            Find(groups) is { } found && found.GetProperty("lag").GetInt64() == 0
            && found.GetProperty("offsets").EnumerateArray().Sum(place => place.GetProperty("offset").GetInt64()) == 3);

        Assert.Equal(0, Find(group)!.Value.GetProperty("members").GetInt32());
    }

    [Fact]
    public async Task The_group_of_a_version_cannot_be_moved()
    {
        await using RunningWorker worker = await RunningWorker.StartAsync();

        (HttpStatusCode status, JsonElement problem) = await worker.PostAsync(
            "/api/v1/groups/count-words.v1.i1/seek", """{"topic":"words","to":"zero"}""");

        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.EndsWith("KAP6213", problem.GetProperty("type").GetString());
    }

    [Fact]
    public async Task Another_group_is_moved_through_the_worker()
    {
        await using RunningWorker worker = await RunningWorker.StartAsync();
        await worker.ProduceAsync("""{"value":"a"}""");

        (HttpStatusCode status, JsonElement group) = await worker.PostAsync(
            "/api/v1/groups/billing/seek", """{"topic":"words","to":"end"}""");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(1, group.GetProperty("offsets").EnumerateArray().Sum(
            place => place.GetProperty("offset").GetInt64()));
        Assert.Equal(group.ToString(), (await worker.GetAsync("/api/v1/groups/billing")).ToString());
    }

    private static JsonElement? Find(JsonElement groups)
    {
        foreach (JsonElement group in groups.GetProperty("groups").EnumerateArray())
        {
            if (group.GetProperty("name").GetString() == "count-words.v1.i1")
            {
                return group;
            }
        }

        return null;
    }
}
