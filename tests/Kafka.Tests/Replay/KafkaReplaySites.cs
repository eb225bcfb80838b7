using Kappa.Crash.Tests;

namespace Kappa.Logs.Tests;

/// <summary>
/// One cluster, whose topics are made anew for each test: the versions come into their state by the same commands.
/// </summary>
public sealed class KafkaReplaySites : IReplaySites, IDisposable
{
    private const int Batches = 5;
    private const int BatchRecords = 100;

    private readonly TemporaryDirectory _root = new();
    private readonly Lazy<LocalCluster> _cluster;
    private int _sites;

    public KafkaReplaySites()
        : this(() => LocalCluster.StartOwn())
    {
    }

    /// <param name="start">Gives the cluster, which is deleted in the end.</param>
    internal KafkaReplaySites(Func<LocalCluster> start) => _cluster = new Lazy<LocalCluster>(start);

    async Task<(ReplaySite Site, ReplayProducer Producer)> IReplaySites.TakeAsync(string state)
    {
        ClusterSite.CreateTopicsAnew(_cluster.Value);
        var site = new ReplaySite(
            Path.Combine(_root.Path, $"{++_sites}"), typeof(CrashFlights).Assembly.Location, _cluster.Value.Bootstrap);
        var producer = new ReplayProducer(batchesAreWhole: false);
        using WorkerProcess worker = site.Start(version: 1);
        var driver = new ReplayDriver(worker);
        for (int i = 0; i < Batches; i++)
        {
            Assert.True(await producer.SendAsync(worker, BatchRecords));
            Assert.True(await producer.UpdateAsync(worker, BatchRecords / 10));
            await driver.QuietAsync(1); // Several cuts, so that a replay has several runs.
        }

        if (state is ReplayDirectories.CaughtUp or ReplayDirectories.Switched)
        {
            (await driver.StartAsync(2)).Done();
            await driver.CaughtUpAsync(2);
        }

        if (state == ReplayDirectories.Switched)
        {
            (await driver.CutoverAsync(2)).Done();
            await driver.QuietAsync(2);
        }

        return (site, producer);
    }

    void IReplaySites.Free(ReplaySite site) => Directory.Delete(site.Directory, recursive: true);

    public void Dispose()
    {
        if (_cluster.IsValueCreated)
        {
            _cluster.Value.Dispose();
        }

        _root.Dispose();
    }
}
