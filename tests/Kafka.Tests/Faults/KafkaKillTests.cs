using Kappa.Crash.Tests;

namespace Kappa.Logs.Tests;

/// <summary>The worker is killed with -9 while it commits to a cluster, again and again.</summary>
[Collection(LocalCluster.Alone)]
public sealed class KafkaKillTests : KillTests
{
    private readonly LocalCluster _cluster = LocalCluster.StartOwn();

    public KafkaKillTests(ITestOutputHelper output)
        : base(output)
    {
    }

    protected override string? Bootstrap => _cluster.Bootstrap;

    protected override int DefaultKills => Lane.Choose(4, 100);

    protected override int MostMilliseconds => 3000;

    /// <summary>
    /// The worker takes records as quickly as they come: it dies while it commits, and nothing is left.
    /// </summary>
    protected override bool NeedsOpenBatch => false;

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
