using System.Text.Json;
using Kappa.Crash.Tests;

namespace Kappa.Logs.Tests;

/// <summary>Workers of two applications share a cluster with its registry, and never meet.</summary>
[Collection(LocalCluster.Alone)]
public sealed class TwoApplicationsTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly LocalCluster _cluster = LocalCluster.StartOwn();
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public async Task Each_worker_runs_its_own_topologies_through_restarts_of_both_and_none_fences_the_other()
    {
        CreateTopics();
        using (WorkerProcess first = StartFirst())
        using (WorkerProcess second = StartSecond())
        {
            Assert.Equal(["crash-flights"], await TopologiesAsync(first));
            Assert.Equal(["flight-delays"], await TopologiesAsync(second));
            second.Kill();
            using WorkerProcess again = StartSecond();
            await ReadyAsync(first, again);
        }

        using WorkerProcess firstAgain = StartFirst(); // While the other one is away, whose code it does not have.
        await ReadyAsync(firstAgain);
        using WorkerProcess secondAgain = StartSecond();
        await ReadyAsync(firstAgain, secondAgain);
        Assert.Equal(["crash-flights"], await TopologiesAsync(firstAgain));
    }

    [Fact]
    public async Task A_new_machine_gets_the_code_by_the_command_that_needs_no_worker_and_goes_on_with_the_version()
    {
        CreateTopics();
        string first = Path.Combine(_directory.Path, "first");
        using (WorkerProcess worker = WorkerProcess.Start(first, bootstrap: _cluster.Bootstrap))
        {
            worker.Kill();
        }

        string second = Path.Combine(_directory.Path, "second");
        string deployed = await KappaProcess.RunAsync(
            0, "deploy", typeof(CrashFlights).Assembly.Location, "--dir", second, "--bootstrap", _cluster.Bootstrap);
        using WorkerProcess next = WorkerProcess.Start(second, version: null, bootstrap: _cluster.Bootstrap);

        await next.SaysAsync("runs: the worker that ran it is gone", Limit); // Its group needs ten seconds for that.
        Assert.Contains("crash-flights v1", deployed, StringComparison.Ordinal);
        Assert.Equal(["crash-flights"], await TopologiesAsync(next));
        await ReadyAsync(next);
    }

    public void Dispose()
    {
        _cluster.Dispose();
        _directory.Dispose();
    }

    private void CreateTopics()
    {
        using KafkaLog log = KafkaLog.Connect(new KafkaLogOptions
        {
            Properties = new Dictionary<string, string> { ["bootstrap.servers"] = _cluster.Bootstrap },
        });
        CrashTopics.Create(log);
    }

    private WorkerProcess StartFirst() =>
        WorkerProcess.Start(Path.Combine(_directory.Path, "first"), bootstrap: _cluster.Bootstrap);

    private WorkerProcess StartSecond() => WorkerProcess.Start(
        Path.Combine(_directory.Path, "second"), typeof(FlightDelays.FlightDelaysV1).Assembly.Location,
        bootstrap: _cluster.Bootstrap);

    private static async Task<string[]> TopologiesAsync(WorkerProcess worker)
    {
        JsonElement answer = await worker.GetAsync("/api/v1/topologies");
        return [.. answer.GetProperty("topologies").EnumerateArray()
            .Select(topology => topology.GetProperty("name").GetString()!)];
    }

    private static async Task ReadyAsync(params WorkerProcess[] workers)
    {
        foreach (WorkerProcess worker in workers)
        {
            using HttpResponseMessage answer = await worker.Http.GetAsync("/health/ready");
            Assert.True(answer.IsSuccessStatusCode, worker.Errors);
        }
    }
}
