using Kappa.Engine;
using Kappa.Logs;

namespace Kappa.Replay;

/// <summary>
/// Runs a version over the real records for a while, as its replay would, without a trace in their log.
/// </summary>
internal sealed class ReplaySample
{
    /// <summary>No version of a topology has so many instances, so no topic of the real log has its name.</summary>
    public const int Instance = 999_999;

    private const string OutputPrefix = "plan-sample.";
    private const int FirstRun = 1_000;
    private const int Growth = 8;
    private const int RunsAimedAt = 4;

    /// <summary>One at a time in a process: two would measure each other.</summary>
    private static readonly SemaphoreSlim Turn = new(1);

    private readonly Topology _topology;
    private readonly ILog _log;
    private readonly EngineSettings _settings;
    private readonly PlanRequest _request;
    private readonly CancellationToken _cancellation;
    private readonly List<SampleWindow> _windows = [];
    private long _nextRun = FirstRun;

    private ReplaySample(
        Topology topology, ILog log, EngineSettings settings, PlanRequest request, CancellationToken cancellation) =>
        (_topology, _log, _settings, _request, _cancellation) = (topology, log, settings, request, cancellation);

    /// <summary>Takes a sample.</summary>
    /// <param name="topology">The version.</param>
    /// <param name="log">The real log.</param>
    /// <param name="settings">How the replay would run.</param>
    /// <param name="request">How long, and from where.</param>
    /// <param name="topics">
    /// Gives the topics whose growth is measured; null for one that is not written. Asked with the settings of the run.
    /// </param>
    /// <param name="cancellationToken">Gives up.</param>
    public static SampleOutcome Take(
        Topology topology, ILog log, EngineSettings settings, PlanRequest request,
        Func<EngineSettings, IReadOnlyList<string?>> topics, CancellationToken cancellationToken)
    {
        Turn.Wait(cancellationToken);
        try
        {
            bool hasCuts = log.Find(request.Runner.Cuts(log, topology.Name).Partition.Topic) is not null;
            SampleOutcome? following = hasCuts
                ? new ReplaySample(topology, log, settings, request, cancellationToken).Run(true, topics) : null;

            // The recorded cuts may not have the topics that only this version reads.
            return following is { Sample: { Records: > 0 } or { Error: not null } }
                ? following
                : new ReplaySample(topology, log, settings, request, cancellationToken).Run(false, topics);
        }
        finally
        {
            Turn.Release();
        }
    }

    private SampleOutcome Run(bool follow, Func<EngineSettings, IReadOnlyList<string?>> topics)
    {
        using var place = new SamplePlace(_settings);
        var stop = new CancellationTokenSource(); // Not disposed: the timer may call it after its own end.
        using CancellationTokenRegistration givenUp = _cancellation.Register(stop.Cancel);
        EngineSettings settings = SettingsOf(place, follow, stop.Token);
        IEnumerable<string> replaced =
            settings.Role is ShadowRole shadow ? shadow.Publishes
            : _request.Runner.Cuts(_log, _topology.Name).Topics;
        using var overlay = new SampleLog(_log, place.OpenLog(), replaced, stop.Token);
        IReadOnlyList<string?> measured = topics(settings);

        long opened = _request.Time.GetTimestamp();
        using IRunningVersion engine = _request.Runner.Open(_topology, overlay, settings);
        TimeSpan opening = _request.Time.GetElapsedTime(opened);
        long started = _request.Time.GetTimestamp();
        using ITimer limit = _request.Time.CreateTimer(
            _ => stop.Cancel(), null, _request.SampleTime * 2, Timeout.InfiniteTimeSpan);
        (bool reachedEnd, KappaException? error) = RunWindows(engine, overlay, measured, started);
        _cancellation.ThrowIfCancellationRequested();
        TimeSpan duration = _request.Time.GetElapsedTime(started);
        return new SampleOutcome(
            Measure(engine.RecordsProcessed, duration, follow, reachedEnd, error), opening, _windows,
            engine.Status.AsOf.Offsets);
    }

    private EngineSettings SettingsOf(SamplePlace place, bool follow, CancellationToken stop) => _settings with
    {
        Seams = _settings.Seams with { GivenUp = stop, RunLimit = () => _nextRun, Notice = null },
        GroupOffsets = null,
        State = place.State,
        Instance = Instance,
        Role = follow ? Shadow() : new LiveRole { OutputPrefix = OutputPrefix },
        Limits = _settings.Limits with
        {
            SliceRecords = Math.Min(FirstRun, _settings.Limits.SliceRecords), // A run has at least one slice.
        },
    };

    private ShadowRole Shadow() => new()
    {
        StartCut = _request.FromCut,
        MakesLostCuts = true,
        Publishes = _topology.Graph.Sinks.Select(sink => sink.Topic)
            .Where(topic => !_request.WrittenByOthers.Contains(topic)).ToHashSet(),
    };

    private (bool ReachedEnd, KappaException? Error) RunWindows(
        IRunningVersion engine, SampleLog overlay, IReadOnlyList<string?> measured, long started)
    {
        long[] sizes = Sizes(overlay, measured);
        try
        {
            while (_request.Time.GetElapsedTime(started) < _request.SampleTime)
            {
                _cancellation.ThrowIfCancellationRequested();
                (long before, long begun) = (engine.RecordsProcessed, _request.Time.GetTimestamp());
                if (!engine.RunOnce())
                {
                    return (true, null);
                }

                long[] now = Sizes(overlay, measured);
                Add(new SampleWindow(
                    engine.RecordsProcessed - before, _request.Time.GetElapsedTime(begun),
                    [.. now.Zip(sizes, (size, old) => size - old)]));
                sizes = now;
            }

            return (false, null);
        }
        catch (OperationCanceledException)
        {
            return (false, null); // The time was over in the middle of a run, or the plan was given up.
        }
        catch (KappaException error) when (error.ExitCode != ExitCodes.DiskFailure)
        {
            return (false, error);
        }
    }

    /// <summary>
    /// Takes a run. The next one may be longer, up to a share of the sample's time: the replay's runs are as long as
    /// memory allows, and a long one is faster, since a key that changes often is written once.
    /// </summary>
    private void Add(SampleWindow window)
    {
        if (window.Records > 0)
        {
            _windows.Add(window);
            double perSecond = window.Records / Math.Max(1e-6, window.Time.TotalSeconds);
            double fits = perSecond * _request.SampleTime.TotalSeconds / RunsAimedAt;
            _nextRun = Math.Max(FirstRun, (long)Math.Min(fits, window.Records * (double)Growth));
        }
    }

    private static long[] Sizes(SampleLog overlay, IReadOnlyList<string?> topics) =>
        [.. topics.Select(topic => topic is not null && overlay.Find(topic) is { } found
            ? Enumerable.Range(0, found.Partitions)
                .Sum(partition => overlay.Offsets(new TopicPartition(topic, partition)).Bytes)
            : 0)];

    private PlanSample Measure(
        long records, TimeSpan duration, bool followed, bool reachedEnd, KappaException? error)
    {
        if (_windows.Count > 0)
        {
            var rates = new SampleRates(_windows);
            return new PlanSample(
                records, duration, rates.Average, rates.Slowest, rates.Fastest, followed, reachedEnd, error);
        }

        // Not even one run was completed: its later phases and its commit are not in what was measured.
        double rate = records / Math.Max(1e-6, duration.TotalSeconds);
        return new PlanSample(records, duration, rate, rate / 2, rate, followed, reachedEnd, error);
    }
}
