using System.Net;
using Kappa.Crash.Tests;

namespace Kappa.Logs.Tests;

/// <summary>
/// The cluster is away when the worker starts: it waits, says so, and runs as soon as the cluster answers.
/// </summary>
[Collection(LocalCluster.Alone)]
public sealed class LateClusterTests() : ClusterSite(LocalCluster.StartOwn())
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);


    [Fact]
    public async Task A_worker_that_is_there_before_its_cluster_waits_for_it_and_is_not_ready_meanwhile()
    {
        CreateTopics();
        Cluster.Kill();
        int port = FreePorts.Take();
        using WorkerProcess worker = WorkerProcess.Launch(DataDirectory, null, 1, null, Bootstrap, port: port);
        await worker.SaysAsync($"The Kafka cluster at {Bootstrap} did not answer", Limit);
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        HttpStatusCode live = await StatusAsync(client, "/health/live");
        HttpStatusCode before = await StatusAsync(client, "/health/ready");

        Cluster.Restart();
        await worker.BecomesReadyAsync();

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable), (live, before));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, "/health/ready"));
        Assert.Contains("The worker waits for it; it is not ready until then.", worker.Errors);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string path)
    {
        using HttpResponseMessage answer = await client.GetAsync(path);
        return answer.StatusCode;
    }
}
