using System.Net;
using System.Text.Json;
using Kappa.Crash.Tests;

namespace Kappa.Logs.Tests;

/// <summary>
/// Two workers with directories of their own are given one topology: one runs it, the other stands by.
/// </summary>
[Collection(LocalCluster.Alone)]
public sealed class StandbyTests() : ClusterSite(LocalCluster.StartOwn())
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly TemporaryDirectory _second = new();

    [Fact]
    public async Task The_second_takes_over_when_the_first_is_gone_which_then_stands_by_until_told_to_take_over()
    {
        CreateTopics();
        FlightProducer producer = NewProducer();
        using WorkerProcess second = await FailOverAsync(producer);

        // Its supervisor starts the first one again.
        using (WorkerProcess back = StartWorker())
        {
            Assert.Equal("standby", await StateAsync(back));
            Assert.Equal("running", await StateAsync(second));
            back.Kill();
        }

        using WorkerProcess first = WorkerProcess.Start(DataDirectory, bootstrap: Bootstrap, more: ["--take-over"]);
        Assert.Equal("running", await StateAsync(first));
        await ProduceAsync(producer, first);
        Assert.True(second.WaitForExit(Limit), second.Errors);
        Assert.Equal(ExitCodes.Fenced, second.ExitCode);
        await new RowJudge().JudgeAsync(first, producer.Book);
    }

    /// <summary>Kills the first worker at work, and waits until the second runs, which has stood by.</summary>
    private async Task<WorkerProcess> FailOverAsync(FlightProducer producer)
    {
        using WorkerProcess first = StartWorker();
        WorkerProcess second = WorkerProcess.Start(_second.Path, bootstrap: Bootstrap);
        Assert.Equal("standby", await StateAsync(second));
        using HttpResponseMessage ready = await second.Http.GetAsync("/health/ready");
        using HttpResponseMessage query = await second.Http.GetAsync("/api/v1/topologies/crash-flights/stores");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, query.StatusCode);

        await ProduceAsync(producer, first);
        first.Kill();
        await second.SaysAsync("runs: the worker that ran it is gone", Limit);
        await new RowJudge().JudgeAsync(second, producer.Book);
        return second;
    }

    private static async Task ProduceAsync(FlightProducer producer, WorkerProcess worker)
    {
        using var stop = new CancellationTokenSource();
        Task producing = producer.RunAsync(worker, stop.Token);
        await producer.First;
        await stop.CancelAsync();
        await producing;
    }

    protected override void Dispose(bool disposing)
    {
        _second.Dispose();
        base.Dispose(disposing);
    }

    private static async Task<string> StateAsync(WorkerProcess worker)
    {
        JsonElement answer = await worker.GetAsync("/api/v1/topologies");
        return Assert.Single(answer.GetProperty("topologies").EnumerateArray()).GetProperty("state").GetString()!;
    }
}
