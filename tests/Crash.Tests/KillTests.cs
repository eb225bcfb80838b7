using Kappa.Engine;
using Kappa.Logs;

namespace Kappa.Crash.Tests;

/// <summary>
/// A worker is killed with -9 at random, again and again, while a producer writes. Nothing that was acknowledged is
/// lost, and what the worker computed is what the log says.
/// </summary>
public abstract class KillTests(ITestOutputHelper output) : KillSite
{
    private static readonly TimeSpan LeastTime = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan MostTime = TimeSpan.FromMinutes(6);

    private volatile WorkerProcess? _worker;

    /// <summary>Kills that must hit a worker at work.</summary>
    protected virtual int DefaultKills => 30;

    /// <summary>
    /// Whether a kill counts only where the worker leaves input behind; else it has committed something.
    /// </summary>
    protected virtual bool NeedsBacklog => true;

    /// <summary>Longest time from the start of a worker to its death.</summary>
    protected virtual int MostMilliseconds => 1500;

    private int Kills =>
        int.TryParse(Environment.GetEnvironmentVariable("KAPPA_KILLS"), out int kills) ? kills : DefaultKills;

    [Fact]
    public async Task Killed_at_random_a_worker_loses_no_acknowledged_record_and_its_state_is_what_the_log_says()
    {
        int seed = int.TryParse(Environment.GetEnvironmentVariable("KAPPA_SEED"), out int given)
            ? given
            : Environment.TickCount;
        output.WriteLine($"KAPPA_SEED={seed}");
        CreateTopics();
        var producer = new FlightProducer();
        using var stop = new CancellationTokenSource();
        Task producing = producer.RunAsync(() => _worker, stop.Token);

        (int kills, int idle, HashSet<string> identities) = await KillAgainAndAgain(new Random(seed));
        await stop.CancelAsync();
        await producing;

        output.WriteLine(
            $"{kills} kills counted, {idle} found nothing committed or nothing left; " +
            $"{producer.AcknowledgedRecords} records acknowledged");
        Assert.True(kills >= Kills, $"Only {kills} of {Kills} kills hit a worker at work within {MostTime}.");
        AssertAllIsWell(producer);
        Assert.Equal(identities, Identities());
    }

    protected override void Dispose(bool disposing)
    {
        _worker?.Dispose();
        base.Dispose(disposing);
    }

    private async Task<(int Kills, int Idle, HashSet<string> Identities)> KillAgainAndAgain(Random random)
    {
        int kills = 0;
        int idle = 0;
        long cut = 0;
        HashSet<string> identities = [];
        var time = System.Diagnostics.Stopwatch.StartNew();
        while (time.Elapsed < MostTime && (kills < Kills || time.Elapsed < LeastTime))
        {
            _worker = WorkerProcess.Start(DataDirectory, bootstrap: Bootstrap);
            await Task.Delay(random.Next(50, MostMilliseconds));
            WorkerProcess dying = _worker;
            dying.Kill();
            _worker = null;
            dying.Dispose();
            (long committed, long left) = LookAtLog();
            bool counts = committed > cut && (left > 0 || !NeedsBacklog);
            (kills, idle, cut) = (kills + (counts ? 1 : 0), idle + (counts ? 0 : 1), committed);
            identities = identities.Count == 0 ? Identities() : identities;
        }

        return (kills, idle, identities);
    }

    /// <summary>The last committed cut, and how many records of input lie behind it.</summary>
    private (long Cut, long Left) LookAtLog()
    {
        using ILog log = OpenLog();
        if (PositionLog.ReadLast(log, "crash-flights.v1.i1") is not { } position)
        {
            return (0, 0);
        }

        long[] stable = new long[position.Sources.Count];
        log.StableEnds(position.Sources.Partitions, stable);
        return (position.Cut.Number, stable.Zip(position.Ends, (end, at) => end - at).Sum());
    }

    /// <summary>
    /// RocksDB names each database once, when it is made: the same names, and no state was ever wiped.
    /// </summary>
    private HashSet<string> Identities() =>
        [.. Directory.EnumerateFiles(Path.Combine(DataDirectory, "state"), "IDENTITY", SearchOption.AllDirectories)
            .Select(file => $"{Path.GetRelativePath(DataDirectory, file)} {File.ReadAllText(file)}")];
}
