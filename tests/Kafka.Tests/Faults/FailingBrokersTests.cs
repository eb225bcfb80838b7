using System.Diagnostics;
using Confluent.Kafka;
using Kappa.Crash.Tests;

namespace Kappa.Logs.Tests;

/// <summary>
/// One worker, three brokers with three copies of everything, and a producer that writes all the time. Brokers die and
/// hang; nobody restarts the worker, and in the end every row is what the log gives.
/// </summary>
[Collection(LocalCluster.Alone)]
public sealed class FailingBrokersTests(ITestOutputHelper output) : IDisposable
{
    /// <summary>Most of them a second, as a batch takes a second on three busy brokers.</summary>
    private const int BatchRecords = 400;

    /// <summary>A minute, and the ten seconds in which a broker looks.</summary>
    private static readonly TimeSpan BeyondTransactionTimeout = TimeSpan.FromSeconds(75);

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(150);

    private readonly LocalCluster _cluster = LocalCluster.StartOwn(
        brokers: 3, settings: ["broker.session.timeout.ms=3000", "broker.heartbeat.interval.ms=500"]);

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public async Task Whatever_is_away_the_worker_goes_on_by_itself_to_exact_rows()
    {
        Func<Task>[] all =
        [
            () => WithWorkerAsync(EachDiesAsync), () => WithWorkerAsync(OneHangsAsync),
            () => WithWorkerAsync(AllAreAwayAsync), () => new HangingReplay(_cluster, output).RunAsync(),
            LoseRecordsAsync,
            .. Lane.IsLong ? [() => WithWorkerAsync(TheWorkerHangsAsync)] : Array.Empty<Func<Task>>(),
        ];
        Seed.Random(out _).Shuffle(all); // One alone in CI, since each takes minutes.
        foreach (Func<Task> happen in all[..Lane.Choose(1, all.Length)])
        {
            await happen();
        }
    }

    private async Task LoseRecordsAsync()
    {
        using var election = new UncleanElection(_cluster, output);
        await election.RunAsync();
    }

    private async Task WithWorkerAsync(Func<FlightProducer, WorkerProcess, Task> happen)
    {
        ClusterSite.CreateTopicsAnew(_cluster);
        using var site = new Site(_cluster);
        FlightProducer producer = Site.Producer();
        using WorkerProcess worker = site.Start();
        using var stop = new CancellationTokenSource();
        var time = Stopwatch.StartNew();
        Task producing = producer.RunAsync(worker, stop.Token);
        try
        {
            await AcknowledgedAsync(producer, worker, "all is well");
            await happen(producer, worker);
        }
        finally
        {
            await stop.CancelAsync();
            await producing;
            output.WriteLine(worker.Errors);
        }

        await ReadyAsync(worker);
        await new ReplayDriver(worker).QuietAsync(1, mayWait: true); // A commit may still wait for its answer.
        await new RowJudge().JudgeAsync(worker, producer.Book);
        output.WriteLine(
            $"{producer.AcknowledgedRecords} records acknowledged in {time.Elapsed.TotalSeconds:0} s, " +
            $"{producer.Unsure} batches repeated.");
    }

    private async Task EachDiesAsync(FlightProducer producer, WorkerProcess worker)
    {
        int[] nodes = [1, 2, 3];
        Seed.Random(out _).Shuffle(nodes);
        foreach (int node in nodes[..Lane.Choose(1, nodes.Length)])
        {
            _cluster.Kill(node);
            await AcknowledgedAsync(producer, worker, $"broker {node} is dead");
            _cluster.Restart(node);
            await AcknowledgedAsync(producer, worker, $"broker {node} is back");
            await InSyncAsync(); // Else the next kill is the second one of a partition, which then has no leader.
        }
    }

    /// <summary>Waits until each partition is on all three brokers again.</summary>
    private async Task InSyncAsync()
    {
        using IAdminClient admin = new AdminClientBuilder(
            new AdminClientConfig { BootstrapServers = _cluster.Bootstrap }).SetLogHandler((_, _) => { }).Build();
        var time = Stopwatch.StartNew();
        while (!admin.GetMetadata(Limit).Topics.All(topic => topic.Partitions.All(
            partition => partition.InSyncReplicas.Length == partition.Replicas.Length)))
        {
            Assert.True(time.Elapsed < Limit, "The brokers do not come in sync again.");
            await Task.Delay(100);
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
        long enough = producer.AcknowledgedRecords + (5 * BatchRecords);
        var time = Stopwatch.StartNew();
        while (producer.AcknowledgedRecords < enough)
        {
            Assert.False(worker.WaitForExit(TimeSpan.Zero), $"The worker ended when {when}: {worker.Errors}");
            Assert.True(time.Elapsed < Limit, $"Nothing is acknowledged when {when}: {worker.Errors}");
            await Task.Delay(20);
        }

        output.WriteLine($"When {when}, 5 batches took {time.Elapsed.TotalSeconds:0.0} s.");
    }

    private sealed class Site(LocalCluster cluster) : ClusterSite(cluster, isOwned: false)
    {
        public WorkerProcess Start() => StartWorker();

        public static FlightProducer Producer() =>
            new(batchesAreWhole: false, sendsBad: true, batchRecords: BatchRecords);
    }
}
