using System.Diagnostics;
using Kappa.Crash.Tests;

namespace Kappa.Logs.Tests;

/// <summary>
/// One worker, three brokers with three copies of everything, and a producer that writes all the time. Brokers die and
/// hang; nobody restarts the worker, and in the end every row is what the log gives.
/// </summary>
[Collection(LocalCluster.Alone)]
public sealed class FailingBrokersTests : KillSite
{
    /// <summary>A minute, and the ten seconds in which a broker looks.</summary>
    private static readonly TimeSpan BeyondTransactionTimeout = TimeSpan.FromSeconds(75);

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(150);

    private readonly ITestOutputHelper _output;
    private readonly LocalCluster _cluster = LocalCluster.StartOwn(
        brokers: 3, settings: ["broker.session.timeout.ms=3000", "broker.heartbeat.interval.ms=500"]);

    public FailingBrokersTests(ITestOutputHelper output) => _output = output;

    protected override string? Bootstrap => _cluster.Bootstrap;

    [Fact]
    public async Task Whatever_is_away_the_worker_goes_on_by_itself_to_exact_rows()
    {
        Func<FlightProducer, WorkerProcess, Task>[] all =
        [
            EachDiesAsync, OneHangsAsync, AllAreAwayAsync,
            .. Lane.IsLong ? [TheWorkerHangsAsync] : Array.Empty<Func<FlightProducer, WorkerProcess, Task>>(),
        ];
        Random random = Seed.Random(out _);
        random.Shuffle(all); // One alone in CI, since each takes minutes.
        CreateTopics();
        FlightProducer producer = NewProducer();
        using WorkerProcess worker = StartWorker();
        using var stop = new CancellationTokenSource();
        Task producing = producer.RunAsync(worker, stop.Token);
        try
        {
            await AcknowledgedAsync(producer, worker, "all is well");
            foreach (Func<FlightProducer, WorkerProcess, Task> happen in all[..Lane.Choose(1, all.Length)])
            {
                await happen(producer, worker);
            }
        }
        finally
        {
            await stop.CancelAsync();
            await producing;
            _output.WriteLine(worker.Errors);
        }

        await ReadyAsync(worker);
        await new RowJudge().JudgeAsync(worker, producer.Book);
        _output.WriteLine($"{producer.AcknowledgedRecords} records acknowledged, {producer.Unsure} batches repeated.");
    }

    private async Task EachDiesAsync(FlightProducer producer, WorkerProcess worker)
    {
        for (int node = 1; node <= 3; node++)
        {
            _cluster.Kill(node);
            await AcknowledgedAsync(producer, worker, $"broker {node} is dead");
            _cluster.Restart(node);
            await AcknowledgedAsync(producer, worker, $"broker {node} is back");
        }
    }

    private async Task OneHangsAsync(FlightProducer producer, WorkerProcess worker)
    {
        _cluster.Freeze(2);
        await AcknowledgedAsync(producer, worker, "broker 2 hangs");
        await Task.Delay(Frozen);
        _cluster.Thaw(2);
        await AcknowledgedAsync(producer, worker, "broker 2 goes on");
    }

    /// <summary>
    /// It is stopped inside a transaction most likely, for longer than one may be open: the cluster aborts it.
    /// </summary>
    private async Task TheWorkerHangsAsync(FlightProducer producer, WorkerProcess worker)
    {
        worker.Freeze();
        await Task.Delay(BeyondTransactionTimeout);
        worker.Thaw();
        await AcknowledgedAsync(producer, worker, "the worker goes on");
    }

    private async Task AllAreAwayAsync(FlightProducer producer, WorkerProcess worker)
    {
        _cluster.Kill();
        await Task.Delay(LongestAway);
        _cluster.Restart();
        await AcknowledgedAsync(producer, worker, "the cluster is back");
    }

    /// <summary>How long a broker hangs: the long lane waits until all time-outs have passed.</summary>
    private static TimeSpan Frozen { get; } =
        Lane.Choose(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(100));

    private static TimeSpan LongestAway { get; } =
        Lane.Choose(TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(120));

    protected override ILog OpenLog() => KafkaLog.Connect(new KafkaLogOptions
    {
        Properties = new Dictionary<string, string> { ["bootstrap.servers"] = _cluster.Bootstrap },
    });

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _cluster.Dispose();
    }

    private static async Task ReadyAsync(WorkerProcess worker)
    {
        var time = Stopwatch.StartNew();
        while (true)
        {
            using HttpResponseMessage answer = await worker.Http.GetAsync("/health/ready");
            if (answer.IsSuccessStatusCode)
            {
                return;
            }

            Assert.True(time.Elapsed < Limit, $"The worker does not become ready: {worker.Errors}");
            await Task.Delay(50);
        }
    }

    /// <summary>Waits for acknowledgements of batches that were sent from now on.</summary>
    private async Task AcknowledgedAsync(FlightProducer producer, WorkerProcess worker, string when)
    {
        long enough = producer.AcknowledgedRecords + (5 * FlightProducer.BatchRecords);
        var time = Stopwatch.StartNew();
        while (producer.AcknowledgedRecords < enough)
        {
            Assert.False(worker.WaitForExit(TimeSpan.Zero), $"The worker ended when {when}: {worker.Errors}");
            Assert.True(time.Elapsed < Limit, $"Nothing is acknowledged when {when}: {worker.Errors}");
            await Task.Delay(20);
        }

        _output.WriteLine($"When {when}, 5 batches took {time.Elapsed.TotalSeconds:0.0} s.");
    }
}
