using System.Net.Mime;
using System.Text;
using System.Text.Json;

namespace Kappa.Crash.Tests;

/// <summary>Asks a worker about the versions of a topology, and changes them.</summary>
/// <param name="worker">The worker.</param>
/// <param name="topology">The topology; the default is <see cref="CrashFlights"/>.</param>
internal sealed class ReplayDriver(RunningWorker worker, string topology = "crash-flights")
{
    private readonly string _root = $"/api/v1/topologies/{topology}";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public RunningWorker Worker => worker;

    /// <summary>The topics that it reads.</summary>
    public IReadOnlyList<string> Sources { get; init; } = ["flights", "airports", "destinations"];

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

    /// <summary>
    /// Waits until a live version has done all that is there now, and a difference is published to its end.
    /// </summary>
    /// <param name="version">The version.</param>
    /// <param name="mayWait">Whether it may stand for a while, since the cluster has just come back.</param>
    public async Task QuietAsync(int version, bool mayWait = false)
    {
        using var limit = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        Dictionary<string, long> ends = await EndsAsync();
        while (true)
        {
            JsonElement status = (await GetAsync($"/replay?version={version}", limit.Token)).Done();
            Assert.True(mayWait || status.GetProperty("error").GetString() is null, status.ToString());
            bool isPublished = !status.TryGetProperty("cutover", out JsonElement cutover)
                || cutover.GetProperty("stage").GetString() is "completed" or "withdrawn";
            if (isPublished && status.TryGetProperty("asOf", out JsonElement asOf) && IsAt(asOf, ends))
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

    /// <summary>
    /// The last value of each key of a table topic, a deletion for none, in the form that the oracle has.
    /// </summary>
    public async Task<SortedDictionary<string, T>> LastValuesAsync<T>(string topic)
    {
        var last = new SortedDictionary<string, T>(StringComparer.Ordinal);
        foreach (IGrouping<string, JsonElement> key in (await RecordsAsync(topic))
            .GroupBy(record => record.GetProperty("key").GetString()!))
        {
            Assert.Single(key.Select(record => record.GetProperty("partition").GetInt32()).Distinct());
            JsonElement value = key.MaxBy(record => record.GetProperty("offset").GetInt64()).GetProperty("value");
            if (value.ValueKind != JsonValueKind.Null)
            {
                last.Add(key.Key, value.Deserialize<T>(JsonSerializerOptions.Web)!);
            }
        }

        return last;
    }

    /// <summary>All records of a topic by partition and offset.</summary>
    public async Task<List<JsonElement>> RecordsAsync(string topic) =>
        [.. (await LinesAsync($"/api/v1/topics/{topic}/records"))
            .OrderBy(record => record.GetProperty("partition").GetInt32())
            .ThenBy(record => record.GetProperty("offset").GetInt64())];

    /// <summary>The records of a partition from an offset on.</summary>
    public Task<List<JsonElement>> RecordsAsync(string topic, int partition, long from) =>
        LinesAsync($"/api/v1/topics/{topic}/records?partition={partition}&from={from}");

    public async Task<ReplayAnswer> GetAsync(string path, CancellationToken cancellationToken = default)
    {
        using HttpResponseMessage answer = await worker.Http.GetAsync(_root + path, cancellationToken);
        return await ReadAsync(answer);
    }

    /// <summary>The ends of the input, asked of the log: a status may know older ones.</summary>
    private async Task<Dictionary<string, long>> EndsAsync()
    {
        var ends = new Dictionary<string, long>();
        foreach (string topic in Sources)
        {
            JsonElement info = await worker.GetAsync($"/api/v1/topics/{topic}");
            foreach (JsonElement partition in info.GetProperty("partitionOffsets").EnumerateArray())
            {
                ends[$"{topic}/{partition.GetProperty("partition")}"] = partition.GetProperty("end").GetInt64();
            }
        }

        return ends;
    }

    private static bool IsAt(JsonElement asOf, Dictionary<string, long> ends) =>
        ends.All(end => end.Value == 0 || (asOf.GetProperty("offsets").TryGetProperty(end.Key, out JsonElement offset)
            && offset.GetInt64() >= end.Value));

    private async Task<List<JsonElement>> LinesAsync(string path)
    {
        string[] lines = (await worker.Http.GetStringAsync(path)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        JsonElement end = JsonElement.Parse(lines[^1]).GetProperty("end");
        Assert.True(end.GetProperty("complete").GetBoolean());
        Assert.Equal(lines.Length - 1, end.GetProperty("count").GetInt32());
        return [.. lines[..^1].Select(line => JsonElement.Parse(line))];
    }

    private async Task<ReplayAnswer> PostAsync(string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, MediaTypeNames.Application.Json);
        using HttpResponseMessage answer = await worker.Http.PostAsync(_root + path, content);
        return await ReadAsync(answer);
    }

    private static async Task<ReplayAnswer> ReadAsync(HttpResponseMessage answer) => new(
        answer.IsSuccessStatusCode, JsonElement.Parse(await answer.Content.ReadAsStringAsync()));

    private static ReplayTotals TotalsOf(JsonElement value) => new(
        value.GetProperty("flights").GetInt64(), value.GetProperty("delayMinutes").GetInt64());
}
