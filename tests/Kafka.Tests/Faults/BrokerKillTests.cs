using System.Diagnostics;
using Kappa.Crash.Tests;

namespace Kappa.Logs.Tests;

/// <summary>
/// The only broker is killed with -9 while a worker commits to it, and started again. The worker goes on by itself from
/// what was committed.
/// </summary>
[Collection(LocalCluster.Alone)]
public sealed class BrokerKillTests(ITestOutputHelper output) : ClusterSite(LocalCluster.StartOwn())
{
    private static readonly int Kills = Lane.Choose(1, 10);
    private const int Records = 10 * FlightProducer.BatchRecords;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task A_worker_whose_broker_is_killed_goes_on_and_nothing_is_lost_or_doubled()
    {
        CreateTopics();
        FlightProducer producer = NewProducer();
        using var stop = new CancellationTokenSource();
        using (WorkerProcess worker = WorkerProcess.Start(DataDirectory, bootstrap: Bootstrap))
        {
            Task producing = producer.RunAsync(worker, stop.Token);
            for (int kill = 0; kill < Kills; kill++)
            {
                await AcknowledgedAsync(producer, worker);
                Cluster.Kill();
                Cluster.Restart();
            }

            await AcknowledgedAsync(producer, worker);
            await stop.CancelAsync();
            await producing;
            output.WriteLine($"{producer.AcknowledgedRecords} records acknowledged. {worker.Errors}");
        }

        await AssertAllIsWellAsync(producer);
    }

    /// <summary>Waits until the worker takes records: again, after a kill.</summary>
    private static async Task AcknowledgedAsync(FlightProducer producer, WorkerProcess worker)
    {
        long wanted = producer.AcknowledgedRecords + Records;
        var time = Stopwatch.StartNew();
        while (producer.AcknowledgedRecords < wanted)
        {
            Assert.True(time.Elapsed < Patience, $"Nothing was acknowledged for {Patience}: {worker.Errors}");
            await Task.Delay(20);
        }
    }
}
