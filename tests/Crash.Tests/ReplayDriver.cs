using System.Net.Mime;
using System.Text;
using System.Text.Json;

namespace Kappa.Crash.Tests;

/// <summary>Asks a worker about the versions of <see cref="CrashFlights"/>, and changes them.</summary>
internal sealed class ReplayDriver(WorkerProcess worker)
{
    private const string Root = "/api/v1/topologies/crash-flights";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public WorkerProcess Worker => worker;

    public Task<ReplayAnswer> StartAsync(int version) => PostAsync("/replays", $$"""{"version":{{version}}}""");

    public Task<ReplayAnswer> ThrottleAsync(string throttle) =>
        PostAsync("/replay/throttle", $$"""{"throttle":"{{throttle}}"}""");

    public Task<ReplayAnswer> DiffAsync(int old, int now) => GetAsync($"/diff?old={old}&new={now}");

    public Task<ReplayAnswer> CutoverAsync(int version) => PostAsync("/cutover", $$"""{"version":{{version}}}""");

    public Task<ReplayAnswer> RollbackAsync() => PostAsync("/rollback", "{}");

    public Task<ReplayAnswer> RetireAsync(int version) => PostAsync($"/versions/{version}/retire", "{}");

    public Task<ReplayAnswer> AbortAsync() => PostAsync("/replay/abort", "{}");

    public Task<ReplayAnswer> VerifyAsync() => PostAsync("/verify", "{}");

    /// <summary>The states of the versions by number.</summary>
    public async Task<Dictionary<int, string>> StatesAsync() => (await GetAsync("/versions")).Done()
        .GetProperty("versions").EnumerateArray().ToDictionary(
            version => version.GetProperty("version").GetInt32(), version => version.GetProperty("state").GetString()!);

    /// <summary>The live version: there is exactly one.</summary>
    public async Task<int> LiveAsync()
    {
        Dictionary<int, string> states = await StatesAsync();
        return Assert.Single(states, state => state.Value == "live").Key;
    }

    /// <summary>Waits until a replay has caught up; a version that drains has.</summary>
    public async Task CaughtUpAsync(int version)
    {
        string state = (await StatesAsync())[version];
        using var limit = new CancellationTokenSource(Patience);
        while (state is not ("caught-up" or "draining" or "live"))
        {
            JsonElement status = (await GetAsync(
                $"/replay?version={version}&waitSeconds=5&state=caught-up", limit.Token)).Done();
            state = status.GetProperty("state").GetString()!;
            Assert.True(status.GetProperty("error").GetString() is null, status.ToString());
        }
    }

    /// <summary>Waits until a live version has done all there is, and a difference is published to its end.</summary>
    public async Task QuietAsync(int version)
    {
        using var limit = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (true)
        {
            JsonElement status = (await GetAsync($"/replay?version={version}", limit.Token)).Done();
            Assert.True(status.GetProperty("error").GetString() is null, status.ToString());
            bool isPublished = !status.TryGetProperty("cutover", out JsonElement cutover)
                || cutover.GetProperty("stage").GetString() is "completed" or "withdrawn";
            if (isPublished && status.GetProperty("partitions").GetArrayLength() > 0
                && status.GetProperty("recordsDone").GetInt64() == status.GetProperty("recordsTotal").GetInt64())
            {
                return;
            }

            await timer.WaitForNextTickAsync(limit.Token);
        }
    }

    /// <summary>The rows that the live version answers.</summary>
    public async Task<SortedDictionary<string, ReplayTotals>> RowsAsync()
    {
        JsonElement rows = (await GetAsync($"/stores/{CrashFlights.Store}/entries?limit=10000")).Done();
        Assert.True(rows.GetProperty("complete").GetBoolean());
        return new SortedDictionary<string, ReplayTotals>(
            rows.GetProperty("items").EnumerateArray().ToDictionary(
                row => row.GetProperty("key").GetString()!, row => TotalsOf(row.GetProperty("value"))),
            StringComparer.Ordinal);
    }

    /// <summary>The last value of each key of a table topic.</summary>
    public async Task<SortedDictionary<string, ReplayTotals>> LastValuesAsync(string topic)
    {
        var last = new SortedDictionary<string, ReplayTotals>(StringComparer.Ordinal);
        foreach (IGrouping<string, JsonElement> key in (await RecordsAsync(topic))
            .GroupBy(record => record.GetProperty("key").GetString()!))
        {
            Assert.Single(key.Select(record => record.GetProperty("partition").GetInt32()).Distinct());
            JsonElement value = key.MaxBy(record => record.GetProperty("offset").GetInt64()).GetProperty("value");
            if (value.ValueKind != JsonValueKind.Null)
            {
                last.Add(key.Key, TotalsOf(value));
            }
        }

        return last;
    }

    /// <summary>All records of a topic by partition and offset.</summary>
    public async Task<List<JsonElement>> RecordsAsync(string topic)
    {
        string[] lines = (await worker.Http.GetStringAsync($"/api/v1/topics/{topic}/records"))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
        JsonElement end = JsonElement.Parse(lines[^1]).GetProperty("end");
        Assert.True(end.GetProperty("complete").GetBoolean());
        Assert.Equal(lines.Length - 1, end.GetProperty("count").GetInt32());
        return [.. lines[..^1].Select(line => JsonElement.Parse(line))
            .OrderBy(record => record.GetProperty("partition").GetInt32())
            .ThenBy(record => record.GetProperty("offset").GetInt64())];
    }

    public async Task<ReplayAnswer> GetAsync(string path, CancellationToken cancellationToken = default)
    {
        using HttpResponseMessage answer = await worker.Http.GetAsync(Root + path, cancellationToken);
        return await ReadAsync(answer);
    }

    private async Task<ReplayAnswer> PostAsync(string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, MediaTypeNames.Application.Json);
        using HttpResponseMessage answer = await worker.Http.PostAsync(Root + path, content);
        return await ReadAsync(answer);
    }

    private static async Task<ReplayAnswer> ReadAsync(HttpResponseMessage answer) => new(
        answer.IsSuccessStatusCode, JsonElement.Parse(await answer.Content.ReadAsStringAsync()));

    private static ReplayTotals TotalsOf(JsonElement value) => new(
        value.GetProperty("flights").GetInt64(), value.GetProperty("delayMinutes").GetInt64());
}
