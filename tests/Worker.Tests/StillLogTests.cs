using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Kappa.Engine;
using Kappa.Logs;

namespace Kappa.Worker.Tests;

/// <summary>What a worker answers while its log does not.</summary>
public sealed class StillLogTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_log_that_does_not_answer_holds_up_neither_health_nor_lists_nor_status()
    {
        string directory = RunningWorker.NewDirectory();
        using var log = new StillLog(EmbeddedLog.InMemory());
        log.CreateTopic("words", new TopicSettings { Partitions = 2 });
        Append(log, "x");
        WorkerSettings settings = RunningWorker.Settings(directory);
        using var state = new WorkerState(settings.Time, directory);
        var engine = new EngineSettings { Threads = 1 };
        var artifacts = new ArtifactStore(new DataDirectory(directory).Artifacts, DiskFileSystem.Instance);
        await using var topologies = new HostedTopologies(settings, log, engine, artifacts, state.Fail);
        await topologies.StartAsync();
        state.SetRunning(log, topologies, engine, () => 0);
        await using HttpServer server = await HttpServer.StartAsync(settings.Http, false, "token", state);
        using var http = new HttpClient { BaseAddress = new Uri($"http://{server.Address}"), Timeout = Patience };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "token");
        await UntilTakenInAsync(http);
        Append(log, "y");
        await UntilTakenInAsync(http);

        string[] paths =
        [
            "/health/live", "/health/ready", "/api/v1/topologies", "/api/v1/topologies/count-words",
            "/api/v1/topologies/count-words/replay", "/api/v1/topologies/count-words/versions",
            "/api/v1/topologies/count-words/versions/1", "/api/v1/topologies/count-words/stores",
        ];
        log.IsStill = true;
        try
        {
            string metrics = await http.GetStringAsync("/metrics");
            JsonElement[] answers = await Task.WhenAll(paths.Concat(paths).Select(path => GetAsync(http, path)));

            Assert.Contains("\nkappa_ready 1\n", metrics, StringComparison.Ordinal);
            Assert.Equal("ready", answers[1].GetProperty("status").GetString());
            Assert.Equal(0, answers[1].GetProperty("recordsBehind").GetInt64());
            Assert.True(answers[1].GetProperty("lagAgeMs").GetInt64() >= 0);
            Assert.Equal(2, answers[3].GetProperty("recordsProcessed").GetInt64());
            Assert.Equal(2, answers[4].GetProperty("recordsTotal").GetInt64());
        }
        finally
        {
            log.IsStill = false;
        }

        Directory.Delete(directory, recursive: true);
    }

    private static async Task UntilTakenInAsync(HttpClient http)
    {
        using var limit = new CancellationTokenSource(Patience);
        while ((await GetAsync(http, "/api/v1/topologies/count-words")).GetProperty("recordsBehind").GetInt64() > 0)
        {
            await Task.Delay(5, limit.Token);
        }
    }

    private static async Task<JsonElement> GetAsync(HttpClient http, string path)
    {
        using HttpResponseMessage answer = await http.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return JsonElement.Parse(await answer.Content.ReadAsStringAsync());
    }

    private static void Append(StillLog log, string value)
    {
        using ILogProducer producer = log.OpenProducer();
        using var buffer = new RecordBuffer();
        buffer.Add(1, true, Encoding.UTF8.GetBytes(value), true, Encoding.UTF8.GetBytes(value));
        producer.Append(new TopicPartition("words", 0), buffer);
        producer.Commit();
    }
}
