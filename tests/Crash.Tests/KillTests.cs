using System.Text.Json.Nodes;
using Kappa.Engine;
using Kappa.Logs;

namespace Kappa.Crash.Tests;

/// <summary>
/// A worker is killed with -9 at random, again and again, while a producer writes. Nothing that was acknowledged is
/// lost, and what the worker computed is what the log says.
/// </summary>
public abstract class KillTests(ITestOutputHelper output) : IDisposable
{
    private static readonly TimeSpan LeastTime = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan MostTime = TimeSpan.FromMinutes(6);

    private volatile WorkerProcess? _worker;

    /// <summary>The data directory, and the state in it.</summary>
    protected string DataDirectory { get; } = Directory.CreateTempSubdirectory("kappa-crash-").FullName;

    /// <summary>The cluster that is the log; null for the embedded one.</summary>
    protected virtual string? Bootstrap => null;

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

    /// <summary>Opens the log while no worker is alive.</summary>
    protected abstract ILog OpenLog();

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
        using ILog log = OpenLog();
        AssertAcknowledgedAreThere(log, producer);
        AssertStateIsWhatTheLogSays(log);
        AssertOffsetsAreDense(log);
        Assert.Equal(identities, Identities());
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        _worker?.Dispose();
        Directory.Delete(DataDirectory, recursive: true);
    }

    private void CreateTopics()
    {
        using ILog log = OpenLog();
        log.CreateTopic("flights", new TopicSettings { Partitions = 4 });
        log.CreateTopic("airports", new TopicSettings { Partitions = 4 });
        using ILogProducer producer = log.OpenProducer();
        Airports.Load(producer);
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

    private static void AssertAcknowledgedAreThere(ILog log, FlightProducer producer)
    {
        var found = new Dictionary<string, int>();
        foreach (JsonNode value in Values(log))
        {
            string canonical = FlightProducer.Canonical(value);
            found[canonical] = found.GetValueOrDefault(canonical) + 1;
        }

        string[] lost = [.. producer.Acknowledged
            .Where(pair => found.GetValueOrDefault(pair.Key) < pair.Value).Select(pair => pair.Key)];
        Assert.Empty(lost);
    }

    private void AssertStateIsWhatTheLogSays(ILog log)
    {
        Topology topology = Topology.From(new CrashFlights());
        using StreamEngine live = StreamEngine.Open(
            topology, log, new EngineSettings { StateDirectory = Path.Combine(DataDirectory, "state") });
        live.RunToEnd();
        using StreamEngine fresh = StreamEngine.Open(topology, log, new EngineSettings
        {
            Instance = 2,
            Mode = EngineMode.Follow,
            OutputPrefix = "fresh.",
            Threads = 1,
        });
        fresh.RunToEnd();

        AssertTotals(log, live);
        foreach (StoreInfo store in live.Stores)
        {
            Assert.Equal(Rows(fresh, store.Name), Rows(live, store.Name));
        }

        Assert.Equal(Topics.Records(log, "fresh.departures"), Topics.Records(log, "departures"));
        Assert.Equal(Topics.LastValues(log, "fresh.arrivals"), Topics.LastValues(log, "arrivals"));
    }

    private static void AssertTotals(ILog log, StreamEngine live)
    {
        var expected = new SortedDictionary<string, (long Flights, long Delay)>(StringComparer.Ordinal);
        foreach (JsonNode flight in Values(log).Where(flight => (int)flight["distance"]! > 0))
        {
            string destination = (string)flight["destination"]!;
            (long flights, long delay) = expected.GetValueOrDefault(destination);
            expected[destination] = (flights + 1, delay + (int)flight["delay"]!);
        }

        using StoreView view = live.OpenStore(CrashFlights.Store);
        var found = view.Scan().Select(row => (row.Key, Totals: JsonNode.Parse(row.ValueJson)!)).ToDictionary(
            row => row.Key, row => ((long)row.Totals["flights"]!, (long)row.Totals["delayMinutes"]!));
        Assert.Equal(expected.ToDictionary(), found);
    }

    private static void AssertOffsetsAreDense(ILog log)
    {
        foreach (TopicDescription topic in log.Topics.Where(topic => topic.Name is "flights" or "airports"))
        {
            foreach (IGrouping<int, long> partition in Topics.Offsets(log, topic.Name))
            {
                // A producer without transactions leaves no control batches, so its offsets have no gaps at all.
                Assert.Equal(Enumerable.Range(0, partition.Count()).Select(offset => (long)offset), partition);
            }
        }
    }

    private static IEnumerable<JsonNode> Values(ILog log) =>
        Topics.Values(log, "flights").Select(value => JsonNode.Parse(value)!);

    private static List<string> Rows(StreamEngine engine, string store)
    {
        using StoreView view = engine.OpenStore(store);
        return [.. view.ScanBytes().Select(row =>
            $"{Convert.ToHexString(row.Key)} {Convert.ToHexString(row.Value)} {row.TimestampMs}")];
    }
}
