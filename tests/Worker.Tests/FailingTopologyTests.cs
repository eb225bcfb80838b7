using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Kappa.Logs;

namespace Kappa.Worker.Tests;

/// <summary>Each topology starts, fails and is listed by itself.</summary>
public sealed class FailingTopologyTests : IDisposable
{
    private const string All = "/api/v1/topologies";

    private readonly string _directory = RunningWorker.NewDirectory();
    private readonly ConcurrentQueue<string> _notices = new();

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task A_missing_source_keeps_only_its_topology_from_running_until_the_topic_is_there()
    {
        await using WorkerHost host = await StartAsync();
        using HttpClient http = Connect(host);

        Dictionary<string, JsonElement> before = await ListAsync(http);
        using HttpResponseMessage ready = await http.GetAsync("/health/ready");
        await http.PostAsync(
            "/api/v1/topics", new StringContent($$"""{"name":"{{CopyOthers.Source}}","partitions":1}"""));
        Dictionary<string, JsonElement> after = await UntilAsync(
            http, all => State(all["copy-others"]) == "running" && State(all["count-words"]) == "running");

        Assert.Equal("running", State(before["count-words"]));
        Assert.Equal("failed", State(before["copy-others"]));
        Assert.Contains("'others', which does not exist", Error(before["copy-others"]), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Equal(2, after.Count);
        string told = Assert.Single(_notices, line => line.Contains("does not run", StringComparison.Ordinal));
        Assert.Contains("kappa topic create others", told, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', told);
    }

    [Fact]
    public async Task A_changed_number_of_partitions_keeps_only_its_topology_from_running()
    {
        ChangeLog(log => log.CreateTopic(CopyOthers.Source, new TopicSettings()));
        await using (WorkerHost first = await StartAsync())
        {
            using HttpClient http = Connect(first);
            await http.PostAsync($"/api/v1/topics/{CopyOthers.Source}/records", new StringContent("{\"value\":\"x\"}"));
            await UntilAsync(
                http, all => all["copy-others"].GetProperty("recordsProcessed").GetInt64() == 1);
        }

        ChangeLog(log => log.AddPartitions(CopyOthers.Source, 2));
        await using WorkerHost host = await StartAsync();
        using HttpClient client = Connect(host);
        Dictionary<string, JsonElement> all = await ListAsync(client);

        Assert.Equal(("running", "failed"), (State(all["count-words"]), State(all["copy-others"])));
        Assert.Contains("has 2 partitions", Error(all["copy-others"]), StringComparison.Ordinal);
        Assert.Equal(["count-words"], host.LiveVersions.Select(version => version.Topology));
        Assert.Equal(["copy-others"], host.FailedTopologies);
    }

    [Fact]
    public async Task A_Build_that_throws_keeps_only_its_version_from_running_and_is_no_bug_in_Kappa()
    {
        string file = Path.Combine(Directory.CreateDirectory(Path.Combine(_directory, "built")).FullName, "Throws.dll");
        ThrowingAssembly.Write(file, ("count-words", 2), ("throws", 1));
        await using WorkerHost host = await StartAsync(settings => settings with
        {
            Topologies = [Topology.From(new CountWords())],
            AssemblyFile = file,
        });
        using HttpClient http = Connect(host);

        Dictionary<string, JsonElement> all = await ListAsync(http);
        JsonElement leftOut = Assert.Single(all["count-words"].GetProperty("leftOut").EnumerateArray());
        JsonElement one = JsonElement.Parse(await http.GetStringAsync($"{All}/throws"));

        Assert.Equal(("running", "failed"), (State(all["count-words"]), State(all["throws"])));
        Assert.Equal("failed", State(one));
        Assert.Equal(2, leftOut.GetProperty("version").GetInt32());
        Assert.All([Error(leftOut), Error(all["throws"])], error =>
        {
            Assert.Contains($"FormatException: {ThrowingAssembly.Message}", error, StringComparison.Ordinal);
            Assert.DoesNotContain("bug", error, StringComparison.Ordinal);
        });
        Assert.Equal(2, _notices.Count(line => line.Contains("KAP5226", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_topology_whose_code_cancels_stops_alone_and_the_worker_goes_on()
    {
        ChangeLog(log => log.CreateTopic(Cancelling.Source, new TopicSettings()));
        await using WorkerHost host = await StartAsync(settings => settings with
        {
            Topologies = [Topology.From(new Cancelling()), Topology.From(new CountWords())],
        });
        using HttpClient http = Connect(host);
        using var stop = new CancellationTokenSource();
        Task running = host.RunAsync(stop.Token);

        await ProduceAsync(http, Cancelling.Source);
        Dictionary<string, JsonElement> all = await UntilAsync(http, all => State(all["cancelling"]) == "failed");
        await ProduceAsync(http, "words");
        await UntilAsync(http, all => all["count-words"].GetProperty("recordsProcessed").GetInt64() == 1);

        Assert.Contains(
            "offset 0 of partition others/0: OperationCanceledException", Error(all["cancelling"]),
            StringComparison.Ordinal);
        await stop.CancelAsync();
        await running; // It would throw what ends the worker.
    }

    [Fact]
    public async Task A_source_that_is_deleted_under_a_topology_does_not_hide_the_others_from_the_list()
    {
        ChangeLog(log => log.CreateTopic(CopyOthers.Source, new TopicSettings()));
        await using WorkerHost host = await StartAsync();
        using HttpClient http = Connect(host);

        await http.DeleteAsync($"/api/v1/topics/{CopyOthers.Source}?force=true");
        Dictionary<string, JsonElement> all = await ListAsync(http);

        Assert.Equal("running", State(all["count-words"]));
        Assert.Equal(2, all.Count);
    }

    [Fact]
    public async Task A_topology_that_has_run_and_cannot_now_is_listed_by_a_worker_that_can_mend_it()
    {
        ChangeLog(log => log.CreateTopic(CopyOthers.Source, new TopicSettings()));
        Func<WorkerSettings, WorkerSettings> alone =
            settings => settings with { Topologies = [Topology.From(new CopyOthers())] };
        await using (await StartAsync(alone))
        {
            // It has run.
        }

        ChangeLog(log => log.DeleteTopic(CopyOthers.Source));
        await using WorkerHost host = await StartAsync(alone);
        using HttpClient http = Connect(host);

        Assert.Equal("failed", State(Assert.Single(await ListAsync(http)).Value));
    }

    private static Task<HttpResponseMessage> ProduceAsync(HttpClient http, string topic) =>
        http.PostAsync($"/api/v1/topics/{topic}/records", new StringContent("{\"value\":\"x\"}"));

    private static string? State(JsonElement topology) => topology.GetProperty("state").GetString();

    private static string Error(JsonElement of) => of.GetProperty("error").GetString()!;

    private static async Task<Dictionary<string, JsonElement>> ListAsync(HttpClient http) =>
        JsonElement.Parse(await http.GetStringAsync(All)).GetProperty("topologies").EnumerateArray()
            .ToDictionary(topology => topology.GetProperty("name").GetString()!);

    private static async Task<Dictionary<string, JsonElement>> UntilAsync(
        HttpClient http, Func<Dictionary<string, JsonElement>, bool> isWished)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            Dictionary<string, JsonElement> all = await ListAsync(http);
            if (isWished(all))
            {
                return all;
            }

            await Task.Delay(20, limit.Token);
        }
    }

    private Task<WorkerHost> StartAsync(Func<WorkerSettings, WorkerSettings>? with = null)
    {
        WorkerSettings settings = RunningWorker.Settings(_directory) with
        {
            Topologies = [Topology.From(new CopyOthers()), Topology.From(new CountWords())],
            Notice = _notices.Enqueue,
        };
        return WorkerHost.StartAsync(with is null ? settings : with(settings), CancellationToken.None);
    }

    private HttpClient Connect(WorkerHost host)
    {
        var http = new HttpClient { BaseAddress = new Uri($"http://{host.Address}") };
        http.DefaultRequestHeaders.Add("Authorization", $"Bearer {DirectoryOwner.Find(_directory)!.Token}");
        return http;
    }

    private void ChangeLog(Action<EmbeddedLog> change)
    {
        using EmbeddedLog log = EmbeddedLog.Open(DiskFileSystem.Instance, new DataDirectory(_directory).Log);
        change(log);
    }
}
