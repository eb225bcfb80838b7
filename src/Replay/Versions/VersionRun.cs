using Kappa.Engine;
using Kappa.Logs;

namespace Kappa.Replay;

/// <summary>A version with its engine and the thread that drives it, live or as a shadow.</summary>
/// <remarks>
/// Transitions open and stop it, one at a time; status and queries come from any thread. An error of the version stops
/// it at its last committed cut and leaves the others alone (protocols.md 19). What passes does so only for a while: it
/// is opened anew, as after a restart, so that nothing of a run that failed is left.
/// </remarks>
internal sealed class VersionRun : IAsyncDisposable
{
    private readonly VersionSite _site;
    private readonly Func<VersionRun?> _live;
    private readonly PassingState _passing;
    private readonly VersionRecord _added;
    private CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;
    private volatile IRunningVersion? _engine;
    private volatile Exception? _error; // Written behind the record that says so: who sees it sees the state too.
    private Topology? _topology;
    private TombstoneGuard? _tombstones;

    /// <param name="site">What the versions share.</param>
    /// <param name="record">What the registry says.</param>
    /// <param name="live">Finds the live version.</param>
    public VersionRun(VersionSite site, VersionRecord record, Func<VersionRun?> live)
    {
        (_site, _added, _live) = (site, record, live);
        Throttle = new ReplayThrottle(site.Time);
        Progress = new ProgressMeter(site.Time);
        _passing = new PassingState(site, $"{record.Topology} v{record.Version}");
    }

    /// <summary>Loaded when it is first asked for: one that cannot be loaded stops its version alone.</summary>
    public Topology Topology => _topology ??= _site.Load(Record);

    /// <summary>What the registry says now.</summary>
    public VersionRecord Record => _site.Registry.Find(_added.Topology, _added.Version) ?? _added;

    /// <summary>The engine while it is open.</summary>
    public IRunningVersion? Engine => _engine;

    public ReplayThrottle Throttle { get; }

    public ProgressMeter Progress { get; }

    /// <summary>Why it stopped, for good or for a while; null while it runs.</summary>
    public Exception? Error => _error;

    /// <summary>Whether it has stopped until somebody lets it go on.</summary>
    public bool HasFailed => _error is { } error && !PassingState.Is(error);

    public string? ErrorText => Stands().Error;

    /// <summary>The images of what it would have published, by topic, where it is a shadow.</summary>
    public IEnumerable<string> ImageTopics => Record.Outputs
        .Where(output => output.IsTable && !Record.Publishes.Contains(output.Topic)).Select(output => output.Topic);

    /// <summary>Opens the engine, to publish and to answer.</summary>
    public void OpenLive()
    {
        _engine = _site.Runner.Open(Topology, _site.Log, Settings(new LiveRole()));
        CheckFront();
        _error = null;
    }

    /// <summary>Opens the engine as a shadow.</summary>
    /// <param name="untilCut">The last cut that it takes up.</param>
    public void OpenShadow(long untilCut = long.MaxValue)
    {
        Throttle.Setting = Replay.Throttle.Parse(Record.Throttle);
        _tombstones = new TombstoneGuard(_site, Record, Topology);
        var shadow = new ShadowRole
        {
            StartCut = Record.FromCut,
            UntilCut = untilCut,
            MakesLostCuts = true,
            Publishes = Record.Publishes.ToHashSet(),
        };
        EngineSeams throttled = _site.Settings.Seams with { RunLimit = Throttle.RunLimit };
        _engine = _site.Runner.Open(Topology, _site.Log, Settings(shadow) with { Seams = throttled });
        CheckFront();
        _error = null;
    }

    /// <summary>Lets the open engine run, until it is stopped.</summary>
    /// <param name="passing">What keeps it from running just now: it is opened when that is over. Null to run.</param>
    public void Start(Exception? passing = null)
    {
        _stop.Dispose();
        _stop = new CancellationTokenSource();
        _running = GuardAsync(passing, _stop.Token);
    }

    /// <summary>
    /// Opens and runs it as what the registry says it is; an error of its own stops it alone. That the live version
    /// does not open is for the caller to tell.
    /// </summary>
    public void OpenAndStart()
    {
        try
        {
            Open();
            Start();
        }
        catch (Exception error) when (PassingState.Is(error))
        {
            Start(error);
        }
        catch (Exception error) when (IsOfTheVersion(error))
        {
            Fail(error, isTold: Record.State == VersionState.Live);
        }
    }

    /// <summary>Stops it after the run in progress, and closes the engine.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _running = Task.CompletedTask;
        IRunningVersion? engine = _engine;
        _engine = null;
        engine?.Dispose();
    }

    /// <summary>Stops it for good.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    /// <summary>
    /// Writes another record to the registry, made from the one that is there: a cutover may have written it meanwhile.
    /// </summary>
    /// <returns>False where <paramref name="change"/> gave null: then nothing was written.</returns>
    public bool Update(Func<VersionRecord, VersionRecord?> change) =>
        _site.Registry.Update(_added.Topology, _added.Version, change) is not null;

    /// <summary>What the registry says, and what stopped it: never one without the other.</summary>
    public (VersionRecord Record, string? Error) Stands()
    {
        Exception? error = _error; // First: its record is there by then.
        VersionRecord record = Record;
        return (record, error?.Message ?? record.Error);
    }

    private void Open()
    {
        if (Record.State == VersionState.Live)
        {
            OpenLive();
            Update(record => record.Error is null ? null : record with { Error = null });
        }
        else
        {
            OpenShadow();
        }
    }

    private EngineSettings Settings(EngineRole role) => _site.Settings with { Role = role, Instance = Record.Instance };

    /// <summary>Retention may have come before the first run, or a restart before the first commit.</summary>
    private void CheckFront()
    {
        if (Record.IsWhole && _site.Runner.CommittedCut(_site.Log, Record.InstanceName) is null
            && !VersionCatalog.HasWholeHistory(_site.Log, Topology))
        {
            Update(record => record with { IsWhole = false });
        }
    }

    private async Task GuardAsync(Exception? passing, CancellationToken stop)
    {
        try
        {
            while ((passing ?? await RunAsync(stop)) is { } error)
            {
                _error = error;
                await _passing.WaitAsync(error, stop);
                passing = TryOpenAgain();
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // It is stopped while it waits.
        }
        catch (Exception error)
        {
            End(error);
        }
    }

    /// <summary>Runs the open engine until it is stopped.</summary>
    /// <returns>What has stopped it and passes; null where it was asked to stop.</returns>
    private async Task<Exception?> RunAsync(CancellationToken stop)
    {
        try
        {
            await (_engine!.Role is LiveRole
                ? _engine!.RunAsync(stop)
                : Task.Factory.StartNew(
                    () => new ShadowLoop(_site, this, _engine!, _tombstones!, () => _live()?.Engine).Run(stop),
                    CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
            return null;
        }
        catch (Exception error) when (PassingState.Is(error))
        {
            return stop.IsCancellationRequested ? null : error; // Who opens it next reads what was committed.
        }
    }

    /// <summary>Opens it anew.</summary>
    /// <returns>What keeps it closed and passes; null where it is open.</returns>
    private Exception? TryOpenAgain()
    {
        IRunningVersion? failed = _engine;
        _engine = null;
        failed?.Dispose();
        try
        {
            Open();
            _passing.IsOver();
            return null;
        }
        catch (Exception error) when (PassingState.Is(error))
        {
            return error;
        }
    }

    private void End(Exception error)
    {
        try
        {
            if (IsOfTheVersion(error))
            {
                Fail(error);
                return;
            }
        }
        catch (DiskFullException)
        {
            _error = error; // The version has stopped. The registry has no room for that, but the log can be read.
            return;
        }
        catch (Exception other)
        {
            error = other; // The registry cannot be written.
        }

        _error = error;
        _site.Fatal(error);
    }

    /// <summary>
    /// Errors of the disk or the cluster, and bugs, are not the version's own; damage in what it reads is.
    /// </summary>
    public static bool IsOfTheVersion(Exception error) =>
        error is KappaException { IsDamage: true } or KappaException
        {
            ExitCode: not (ExitCodes.DiskFailure or ExitCodes.Fenced or ExitCodes.Unreachable)
        };

    private void Fail(Exception error, bool isTold = false)
    {
        if (!isTold)
        {
            _site.Settings.Seams.Notice?.Invoke(
                error is KappaException known ? $"{error.Message} [{known.Code}]" : error.Message);
        }

        // The live version stays the live one: whoever restarts the worker, or cuts over, decides. A cutover, which
        // makes no failed version live, sees both or none.
        _site.Registry.Update(
            _added.Topology, _added.Version,
            record => record.State == VersionState.Live
                ? record with { Error = error.Message }
                : record.IsShadow ? record with { State = VersionState.Stopped, Error = error.Message } : null,
            () => _error = error);
    }
}
