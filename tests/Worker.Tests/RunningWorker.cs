using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Kappa.Logs;

namespace Kappa.Worker.Tests;

/// <summary>A worker on a fresh directory with the topic <c>words</c>, and the way to it.</summary>
internal sealed class RunningWorker : IAsyncDisposable
{
    private RunningWorker(WorkerHost host, string directory)
    {
        (Host, Directory) = (host, directory);
        Token = DirectoryOwner.Find(directory)!.Token;
        Http = new HttpClient { BaseAddress = new Uri($"http://{host.Address}") };
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
    }

    public WorkerHost Host { get; }

    public string Directory { get; }

    public string Token { get; }

    public HttpClient Http { get; }

    public static async Task<RunningWorker> StartAsync(ITopology? topology = null)
    {
        string directory = NewDirectory();
        return new RunningWorker(
            await WorkerHost.StartAsync(Settings(directory, topology), CancellationToken.None), directory);
    }

    /// <summary>Starts a worker with several versions of a topology, of which the first is live.</summary>
    public static async Task<RunningWorker> StartAsync(params ITopology[] versions)
    {
        string directory = NewDirectory();
        WorkerSettings settings = Settings(directory) with
        {
            Topologies = [.. versions.Select(Topology.From)],
            Version = 1,
        };
        return new RunningWorker(await WorkerHost.StartAsync(settings, CancellationToken.None), directory);
    }

    /// <summary>Starts a worker on a directory that another one has left.</summary>
    public static async Task<RunningWorker> OnAsync(string directory, ITopology? topology = null) => new(
        await WorkerHost.StartAsync(Settings(directory, topology), CancellationToken.None), directory);

    public static string NewDirectory()
    {
        string directory = System.IO.Directory.CreateTempSubdirectory("kappa-worker-").FullName;
        using EmbeddedLog log = EmbeddedLog.Open(DiskFileSystem.Instance, new DataDirectory(directory).Log);
        log.CreateTopic("words", new TopicSettings { Partitions = 2 });
        return directory;
    }

    public static WorkerSettings Settings(string directory, ITopology? topology = null) => new()
    {
        Directory = directory,
        Topologies = [Topology.From(topology ?? new CountWords())],
        Http = new ListenAddress("127.0.0.1", 0),
        Threads = 1,
    };

    public async Task<HttpStatusCode> ProduceAsync(string text) =>
        (await Http.PostAsync("/api/v1/topics/words/records", new StringContent(text))).StatusCode;

    /// <summary>Posts JSON, and gives status and answer.</summary>
    public async Task<(HttpStatusCode Status, JsonElement Answer)> PostAsync(string path, string body)
    {
        using HttpResponseMessage answer = await Http.PostAsync(path, new StringContent(body));
        return (answer.StatusCode, JsonElement.Parse(await answer.Content.ReadAsStringAsync()));
    }

    public async Task<JsonElement> GetAsync(string path) => JsonElement.Parse(await Http.GetStringAsync(path));

    /// <summary>Asks until the answer is as wished.</summary>
    public async Task<JsonElement> UntilAsync(string path, Func<JsonElement, bool> isWished)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            JsonElement answer = await GetAsync(path);
            if (isWished(answer))
            {
                return answer;
            }

            await Task.Delay(5, limit.Token);
        }
    }

    /// <summary>Waits until everything that was written has been counted.</summary>
    public async Task CatchUpAsync(string topology = "count-words")
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while ((await GetAsync($"/api/v1/topologies/{topology}")).GetProperty("recordsBehind").GetInt64() > 0)
        {
            await Task.Delay(5, limit.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Host.DisposeAsync();
        System.IO.Directory.Delete(Directory, recursive: true);
    }
}
