using Kappa.Crash.Tests;

namespace Kappa.Logs.Tests;

/// <summary>A worker on a cluster that runs a topology written for Streamiz is killed with -9.</summary>
[Collection(LocalCluster.Alone)]
public sealed class KafkaStreamizKillTests(ITestOutputHelper output) : StreamizKillTests(output)
{
    private readonly LocalCluster _cluster = LocalCluster.StartOwn();

    protected override string? Bootstrap => _cluster.Bootstrap;

    protected override int Kills => Lane.Choose(2, 12);

    protected override int MostMilliseconds => 4_000;

    protected override ILog OpenLog() => KafkaLog.Connect(new KafkaLogOptions
    {
        Properties = new Dictionary<string, string> { ["bootstrap.servers"] = _cluster.Bootstrap },
    });

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _cluster.Dispose();
    }
}
