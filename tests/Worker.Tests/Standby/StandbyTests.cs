using Kappa.Logs;
using Kappa.Replay;

namespace Kappa.Worker.Tests;

/// <summary>Who runs a topology that several workers were given.</summary>
public sealed class StandbyTests : IDisposable
{
    private const string Topology = "counts";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string _directory = RunningWorker.NewDirectory();
    private readonly EmbeddedLog _log;

    public StandbyTests() => _log = EmbeddedLog.Open(DiskFileSystem.Instance, _directory);

    public void Dispose()
    {
        _log.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task The_second_waits_while_the_first_is_there_and_may_go_on_when_it_is_gone()
    {
        await using Standby second = Of("second");
        await using (Standby first = Of("first"))
        {
            first.Take(Topology);
            await first.Due(Topology).WaitAsync(Patience);
            KappaException waits = Assert.Throws<KappaException>(() => second.Take(Topology));
            Assert.Equal("KAP5227", waits.Code);
            Assert.Contains("machine-of-first, directory /first,", waits.Message, StringComparison.Ordinal);
        }

        await second.Due(Topology).WaitAsync(Patience);
        second.Take(Topology);

        Assert.Equal("second", Registry().WorkerOf(Topology)!.Worker);
    }

    [Fact]
    public async Task The_last_one_goes_on_at_once_though_its_killed_process_seems_to_be_there_still()
    {
        await using Standby killed = Of("first");
        killed.Take(Topology);
        await killed.Due(Topology).WaitAsync(Patience);
        await using Standby again = Of("first");

        again.Take(Topology);

        Assert.False(again.Due(Topology).IsCompleted);
    }

    [Fact]
    public async Task A_worker_that_was_killed_and_has_come_back_is_not_taken_over_from()
    {
        await using Standby second = Of("second");
        Standby killed = Of("first");
        killed.Take(Topology);
        await killed.Due(Topology).WaitAsync(Patience);
        Assert.Throws<KappaException>(() => second.Take(Topology));
        await using Standby again = Of("first");
        again.Take(Topology);
        await killed.DisposeAsync(); // As the end of its session: the lease goes to one of the two others.

        if (await Task.WhenAny(second.Due(Topology), again.Due(Topology)) == second.Due(Topology))
        {
            Assert.Throws<KappaException>(() => second.Take(Topology));
        }

        await again.Due(Topology).WaitAsync(Patience);
        Assert.Equal("first", Registry().WorkerOf(Topology)!.Worker);
    }

    [Fact]
    public async Task Who_is_told_to_take_over_waits_for_nobody()
    {
        await using Standby first = Of("first");
        first.Take(Topology);
        await first.Due(Topology).WaitAsync(Patience);
        await using Standby second = Of("second", takesOver: true);

        second.Take(Topology);

        await using Standby firstAgain = Of("first");
        Assert.Throws<KappaException>(() => firstAgain.Take(Topology));
    }

    private Standby Of(string id, bool takesOver = false) => new(
        _log, Registry(), new WorkerIdentity(id, $"machine-of-{id}", $"/{id}"), takesOver, TimeProvider.System, null);

    private VersionRegistry Registry() => VersionRegistry.Open(_log, TimeProvider.System);
}
