using System.Diagnostics;
using FlightDelays;
using Kappa.Engine;
using Kappa.Logs;
using Kappa.Replay;
using Kappa.StateStores;

namespace Kappa.Bench;

/// <summary>
/// Measures replays of the sample topology flight-delays: their speed against the bare reader and against a live engine
/// alone, and what they do to the latency of the live version.
/// </summary>
public sealed class ReplayBenchmark
{
    private const string Store = "delays-by-airport";
    private const int DefaultFine = 10;
    private static readonly TimeSpan ProbeTime = TimeSpan.FromSeconds(10); // Of each of the three latencies.

    private readonly BenchOptions _options;
    private readonly ILog _log;
    private readonly Action<string> _report;
    private readonly StateMemory _memory;
    private readonly VersionRegistry _registry;
    private readonly FlightGenerator _generator;

    private ReplayBenchmark(BenchOptions options, ILog log, StateMemory memory, Action<string> report)
    {
        (_options, _log, _memory, _report) = (options, log, memory, report);
        _registry = VersionRegistry.Open(log, TimeProvider.System); // First: a log with cuts and none has lost it.
        _generator = new FlightGenerator(log, options);
    }

    /// <summary>Runs it.</summary>
    /// <param name="options">What it runs over; keys count for nothing here.</param>
    /// <param name="report">Receives a line when a part begins; null drops them.</param>
    /// <exception cref="KappaException">KAP7902 (exit 2): it runs on the embedded log in files only.</exception>
    public static ReplayBenchResult Run(BenchOptions options, Action<string>? report = null) =>
        options.Log != BenchLogKind.Embedded ? throw BenchErrors.OnlyEmbedded() : BenchSite.Use(options, site =>
        {
            using var memory = new StateMemory(new StateOptions());
            return new ReplayBenchmark(options, site.Log, memory, report ?? (_ => { })).Measure();
        });

    private ReplayBenchResult Measure()
    {
        int fine = _options.SliceRecords > 0 ? _options.SliceRecords : DefaultFine;
        _report($"generating {_options.Records:N0} flights");
        _generator.Fill();
        _report("bare reader");
        Read();
        double reader = Read();
        _report("the topology as a live engine alone");
        using StreamEngine plain = Open(Version("flight-delays", new FlightDelaysV2()), new LiveRole());
        double plainRate = Drive(plain);
        _report("a replay over the cuts that it made");
        using StreamEngine coarse = Open(Version("flight-delays", new FlightDelaysV2(), 3), new ShadowRole());
        double coarseRate = Drive(coarse);
        _report($"a replay over cuts of {fine} records");
        FineCuts.Write(
            _log, "flight-delays-fine",
            [
                new SourceTopic(FlightGenerator.Airports, _options.Partitions),
                new SourceTopic(FlightGenerator.Flights, _options.Partitions),
            ],
            fine);
        using StreamEngine fineEngine = Open(
            Version("flight-delays-fine", new FlightDelaysV2()), new ShadowRole());
        double fineRate = Drive(fineEngine);
        long wrong = Wrong(plain, coarse) + Wrong(plain, fineEngine);
        plain.Dispose();
        coarse.Dispose();
        fineEngine.Dispose();
        (LatencyResult idle, LatencyResult full, LatencyResult auto) = MeasureLatencyAsync().GetAwaiter().GetResult();
        return new ReplayBenchResult(_options.Records, reader, plainRate, coarseRate, fineRate, fine, wrong)
        {
            Idle = idle,
            FullDemand = full,
            Auto = auto,
        };
    }

    private static Topology Version(string name, ITopology definition, int version = 2)
    {
        var builder = new StreamBuilder();
        definition.Build(builder);
        return builder.Build(name, version);
    }

    private StreamEngine Open(Topology topology, EngineRole role) =>
        StreamEngine.Open(topology, _log, Settings() with { Role = role });

    private EngineSettings Settings() => new()
    {
        State = new StateHome(Path.Combine(_options.Directory, "state"), _memory),
        Threads = _options.Threads,
    };

    private double Drive(StreamEngine engine)
    {
        long started = Stopwatch.GetTimestamp();
        while (engine.RunOnce())
        {
            // To the end.
        }

        return engine.RecordsProcessed / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private double Read()
    {
        long started = Stopwatch.GetTimestamp();
        (long records, long bytes) = (0, 0);
        for (int partition = 0; partition < _options.Partitions; partition++)
        {
            using var cursor = new RecordCursor(
                _log.OpenReader(new TopicPartition(FlightGenerator.Flights, partition), 0));
            while (cursor.MoveNext(long.MaxValue))
            {
                (records, bytes) = (records + 1, bytes + cursor.Value.Length);
            }
        }

        return bytes > 0 ? records / Stopwatch.GetElapsedTime(started).TotalSeconds : 0;
    }

    private static long Wrong(StreamEngine expected, StreamEngine found)
    {
        using StoreView left = expected.OpenStore(Store);
        using StoreView right = found.OpenStore(Store);
        StoreRow[] rows = [.. left.ScanBytes()];
        StoreRow[] others = [.. right.ScanBytes()];
        long differ = Math.Abs(rows.Length - others.Length);
        return differ + rows.Zip(others)
            .Count(pair => !pair.First.Key.AsSpan().SequenceEqual(pair.Second.Key)
                || !pair.First.IsSameAs(pair.Second));
    }

    private async Task<(LatencyResult Idle, LatencyResult Full, LatencyResult Auto)> MeasureLatencyAsync()
    {
        Topology[] topologies =
        [
            Version("flight-delays-live", new FlightDelaysV1(), 1), Version("flight-delays-live", new FlightDelaysV2()),
        ];
        var catalog = new VersionCatalog(_registry, _log, null);
        catalog.Register([.. topologies.Select(topology => new OfferedVersion(topology, "bench", null))], "bench");
        catalog.ChooseLive(Load, "flight-delays-live", 1);
        await using var versions = new TopologyVersions(
            "flight-delays-live",
            new VersionsSettings { Log = _log, Engine = Settings(), Registry = _registry, Load = Load });
        await versions.StartAsync();
        await versions.WaitUntilTakenInAsync(1, CancellationToken.None);
        var probe = new LatencyProbe(_log, _generator, "airport-delays");
        TimeSpan time = _options.Duration ?? ProbeTime;
        probe.Measure(time / 5, CancellationToken.None);
        _report("latency without a replay");
        LatencyResult idle = probe.Measure(time, CancellationToken.None);
        _report("latency beside a replay at full demand");
        LatencyResult full = await BesideAsync(versions, probe, time, Throttle.None);
        _report("latency beside a replay with --throttle auto");
        LatencyResult auto = await BesideAsync(versions, probe, time, new Throttle(true, 0));
        return (idle, full, auto);

        Topology Load(VersionRecord record) => topologies[record.Version - 1];
    }

    private static async Task<LatencyResult> BesideAsync(
        TopologyVersions versions, LatencyProbe probe, TimeSpan time, Throttle throttle)
    {
        await versions.StartReplayAsync(new ReplayRequest(2, Throttle: throttle), CancellationToken.None);
        using var over = new CancellationTokenSource();
        Task caughtUp = versions.WaitAsync(
            2, status => status.Record.State != VersionState.Replaying, over.Token)
            .ContinueWith(_ => over.Cancel(), TaskScheduler.Default);
        long started = Stopwatch.GetTimestamp();
        LatencyResult result = await Task.Run(() => probe.Measure(time, over.Token));
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        long done = versions.Status(2).RecordsDone;
        await over.CancelAsync();
        await caughtUp;
        await versions.AbortAsync("bench", null, CancellationToken.None);
        return result with { ReplayRecordsPerSecond = done / seconds };
    }
}
