using Kappa.Engine;

namespace Kappa.Replay;

/// <summary>Runs the versions of one topology: the live one, and shadows beside it.</summary>
/// <remarks>
/// One change at a time; status, queries and comparisons come from any thread. Whatever state a crash leaves,
/// <see cref="StartAsync"/> goes on from it: the registry says what runs, and an unfinished change is finished.
/// What is held meanwhile is taken in one order, so that nobody waits for each other: the turn of a change, that of a
/// comparison, the gate of the images, the pause of an engine between two runs, the registry's lock. The last one is
/// held for a write alone, with what it is made of; what runs has a lock for a look.
/// </remarks>
public sealed class TopologyVersions : IAsyncDisposable
{
    private readonly VersionSite _site;
    private readonly RunningVersions _runs;
    private readonly Turnstile _changes = new();
    private readonly VersionComparison _comparison;
    private readonly SwitchOver _switchOver;
    private readonly Retirement _retirement;
    private readonly RetireDeadlines _deadlines;
    private readonly ReplayStart _start;
    private readonly ReplayLife _replays;
    private readonly VersionReports _reports;
    private readonly CancellationTokenSource _stop = new();
    private int _disposed;

    /// <summary>Prepares; <see cref="StartAsync"/> runs them.</summary>
    /// <param name="topology">Name of the topology.</param>
    /// <param name="settings">What they run with.</param>
    public TopologyVersions(string topology, VersionsSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        EngineSeams shared = settings.Engine.Seams with { ClockDues = new ClockDues() };
        _site = new VersionSite(
            topology, settings.Log, settings.Engine with { Seams = shared }, settings.Registry,
            settings.Load,
            new VersionImages(settings.Log, settings.Engine, topology), settings.Step, settings.Fatal,
            settings.Runner);
        _runs = new RunningVersions(_site);
        _comparison = new VersionComparison(_site, _runs);
        _retirement = new Retirement(_site, _runs);
        _deadlines = new RetireDeadlines(
            _site, _runs, version => RetireAsync(version, "kappa", "its deadline has come", _stop.Token), _stop.Token);
        _switchOver = new SwitchOver(_site, _runs, _comparison, _deadlines, settings.Limits, _stop.Token);
        _start = new ReplayStart(
            _site, _runs,
            new VersionCatalog(settings.Registry, settings.Log, settings.Engine.Seams.Notice, runner: settings.Runner));
        _replays = new ReplayLife(
            _site, _runs, _start, new AddedSources(_site, _runs, _comparison), _retirement);
        _reports = new VersionReports(_site, _runs);
    }

    /// <summary>Name of the topology.</summary>
    public string Name => _site.Topology;

    /// <summary>All versions that the registry knows, by number.</summary>
    public IReadOnlyList<VersionRecord> Records => _runs.Records;

    /// <summary>The engine of the live version; null while it is switched, or has stopped.</summary>
    public IRunningVersion? Live => _runs.Live?.Engine;

    /// <summary>What stopped the live version; null while it runs.</summary>
    public Exception? LiveError => _runs.Live?.Error;

    /// <summary>
    /// Runs every version that the registry says runs, and finishes what a crash cut short. Called again, it opens the
    /// live version that could not be opened before.
    /// </summary>
    /// <exception cref="KappaException">What keeps the live version from running; shadows run all the same.</exception>
    public async Task StartAsync()
    {
        using IDisposable change = await _changes.EnterAsync();
        if (_runs.Live is { } known)
        {
            RunningVersions.Open(known is { Engine: null, HasFailed: true } ? [known] : []);
            RunningVersions.ThrowIfClosed(known);
            return;
        }

        foreach (VersionRecord record in Records)
        {
            if (record.HasData)
            {
                _runs.Add(record);
            }
            else if (record.Instance > 0)
            {
                _retirement.Delete(record); // Cut short by a kill, or nothing to do.
            }
        }

        if (_runs.All().All(run => run.Record.State == VersionState.Live))
        {
            _site.Images.DropTopics(); // The same.
        }

        await _switchOver.FinishInterruptedAsync();
        RunningVersions.Open(
            _runs.All().Where(run => run.Engine is null && !_switchOver.IsBeingSwitched(run.Record)));
        _switchOver.PublishRest();
        _deadlines.Watch();
        RunningVersions.ThrowIfClosed(_runs.Live);
    }

    /// <summary>The engine of the live version; while versions are switched it waits.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="KappaException">
    /// KAP4026 (exit 5): it has stopped. Or what keeps it closed for a while, such as a cluster that is away (exit 7).
    /// </exception>
    public Task<IRunningVersion> LiveAsync(CancellationToken cancellationToken) => _runs.LiveAsync(cancellationToken);

    /// <summary>The engine of a version that runs; null where it does not.</summary>
    /// <param name="version">Its number.</param>
    public IRunningVersion? Find(int version) => _runs.Engine(version);

    /// <summary>Where a version stands, and how fast it goes; never waits for the log.</summary>
    /// <param name="version">Its number; null for the replay, or else for the live version.</param>
    /// <exception cref="KappaException">KAP4008 (exit 3): no such version.</exception>
    public VersionStatus Status(int? version) => _reports.Status(version);

    /// <summary>Waits until a version stands as wished.</summary>
    /// <param name="version">Its number; null for the replay, or else for the live version.</param>
    /// <param name="wished">Is asked whenever the log has changed.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The status that was wished for.</returns>
    public Task<VersionStatus> WaitAsync(
        int? version, Func<VersionStatus, bool> wished, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(wished);
        return _reports.WaitAsync(version, wished, cancellationToken);
    }

    /// <summary>Describes a version as text.</summary>
    /// <param name="version">Its number.</param>
    /// <exception cref="KappaException">KAP4008 (exit 3): no such version.</exception>
    public string Describe(int version) => _site.Load(_runs.Known(version)).Describe();

    /// <summary>What a replay would read, write and take; nothing is changed.</summary>
    /// <param name="request">What it is to do.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="KappaException">As <see cref="StartReplayAsync"/>.</exception>
    public ReplayPlan Plan(ReplayRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _start.Plan(request, cancellationToken);
    }

    /// <summary>Starts a replay of a version, beside the live one.</summary>
    /// <param name="request">What it is to do.</param>
    /// <param name="cancellationToken">Gives up before anything is changed.</param>
    /// <exception cref="KappaException">
    /// KAP4008 (exit 3): no such version. KAP4011, KAP4012 (exit 5): it runs, or another one does. KAP4017, KAP4018
    /// (exit 5): its outputs do not go with those of the others. KAP4024 (exit 2): where it begins is not said.
    /// KAP5001 and following: it does not fit the log. After any of them nothing is changed.
    /// </exception>
    public async Task<VersionStatus> StartReplayAsync(ReplayRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        using IDisposable change = Change(cancellationToken);
        await _replays.StartAsync(request);
        return Status(request.Version);
    }

    /// <summary>Lets a replay stand still, durably, until it is resumed.</summary>
    /// <exception cref="KappaException">
    /// KAP4013 (exit 3): none runs. KAP4014 (exit 5): it does not go on just now.
    /// </exception>
    public async Task<VersionStatus> PauseAsync(string? by, string? reason, CancellationToken cancellationToken)
    {
        using IDisposable change = Change(cancellationToken);
        return Status(await _replays.PauseAsync(by, reason));
    }

    /// <summary>Lets a paused replay, or a version that an error has stopped, go on.</summary>
    /// <exception cref="KappaException">
    /// KAP4013 (exit 3): there is none. KAP4014 (exit 5): it goes on already.
    /// </exception>
    public async Task<VersionStatus> ResumeAsync(string? by, string? reason, CancellationToken cancellationToken)
    {
        using IDisposable change = Change(cancellationToken);
        return Status(await _replays.ResumeAsync(by, reason));
    }

    /// <summary>
    /// Notes by hand that a version passes over a record that it has stopped at, and lets it go on.
    /// </summary>
    /// <param name="request">The record.</param>
    /// <param name="cancellationToken">Gives up before anything is changed.</param>
    /// <exception cref="KappaException">
    /// KAP4008 (exit 3): no such version. KAP4036 (exit 5): it has not stopped. KAP4037 (exit 3): it does not read the
    /// topic. KAP2103, KAP4039 (exit 3): no such partition, no such record. KAP4038 (exit 5): it is behind it already.
    /// After any of them nothing is noted.
    /// </exception>
    public async Task<VersionStatus> SkipAsync(SkipRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        using IDisposable change = Change(cancellationToken);
        var skip = new RecordSkip(_site.Log, _site.Registry, _site.Runner, _site.Time);
        VersionRun run = _runs.Required(skip.Note(Name, request).Version);
        return Status(await ReplayLife.GoOnAsync(run, request.By, request.Reason));
    }

    /// <summary>Sets how fast a replay may go, from now on.</summary>
    /// <exception cref="KappaException">KAP4013 (exit 3): none runs.</exception>
    public async Task<VersionStatus> SetThrottleAsync(
        Throttle throttle, string? by, CancellationToken cancellationToken)
    {
        using IDisposable change = Change(cancellationToken);
        return Status(_replays.SetThrottle(throttle, by));
    }

    /// <summary>Gives a replay up, and deletes everything that it wrote.</summary>
    /// <exception cref="KappaException">KAP4013 (exit 3): none runs.</exception>
    public async Task<VersionRecord> AbortAsync(string? by, string? reason, CancellationToken cancellationToken)
    {
        using IDisposable change = Change(cancellationToken);
        return await _retirement.AbortAsync(by, reason);
    }

    /// <summary>Deletes the topics and the state of a version that is not live, and nothing else.</summary>
    /// <exception cref="KappaException">
    /// KAP4008 (exit 3): no such version. KAP4019 (exit 5): it is live. KAP4014 (exit 5): it has no data.
    /// </exception>
    public async Task<VersionRecord> RetireAsync(
        int version, string? by, string? reason, CancellationToken cancellationToken)
    {
        using IDisposable change = Change(cancellationToken);
        return await _retirement.RetireAsync(version, by, reason);
    }

    /// <summary>
    /// Compares two versions at the same cut. Both go on meanwhile; memory does not grow with their tables.
    /// </summary>
    /// <param name="old">The old version; null for the live one.</param>
    /// <param name="now">The new version; null for the one that shadows.</param>
    /// <param name="table">Only this store or output; null for all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="KappaException">
    /// KAP4008, KAP4013 (exit 3): there is no such version. KAP4015 (exit 5): it has not caught up; the message says
    /// how far it is. KAP4021 (exit 5): it stands still. KAP4025 (exit 3): no such table.
    /// </exception>
    public Task<VersionDiff> DiffAsync(int? old, int? now, string? table, CancellationToken cancellationToken) =>
        _comparison.DiffAsync(old, now, table, cancellationToken);

    /// <summary>Makes a version that has caught up the live one.</summary>
    /// <param name="version">Its number; null for the replay. One that was live before has to be named.</param>
    /// <param name="options">What it may do.</param>
    /// <param name="cancellationToken">Gives up before anything is changed.</param>
    /// <exception cref="KappaException">
    /// KAP4015 (exit 5): it has not caught up. KAP4016 (exit 5): it differs too much. KAP4023 (exit 5): the last
    /// cutover is not done. After any of them nothing is changed. An error of the new version on its way to the cut
    /// leaves the cutover switched and not begun: <see cref="RollbackAsync"/> takes it back.
    /// </exception>
    public async Task<CutoverStatus> CutoverAsync(
        int? version, CutoverOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        using IDisposable change = Change(cancellationToken);
        return await _switchOver.CutoverAsync(version, options, cancellationToken);
    }

    /// <summary>
    /// Makes the version live again that was so before the last cutover; one that has not begun is withdrawn.
    /// </summary>
    /// <param name="options">Who asks for it, and why.</param>
    /// <param name="cancellationToken">Gives up before anything is changed.</param>
    /// <exception cref="KappaException">
    /// KAP4020 (exit 5): there is none that shadows on, or the last cutover was a rollback already. KAP4015 (exit 5):
    /// it lags. KAP4023 (exit 5): the cutover is not done.
    /// </exception>
    public async Task<CutoverStatus> RollbackAsync(CutoverOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        using IDisposable change = Change(cancellationToken);
        return await _switchOver.RollbackAsync(options, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
        {
            return;
        }

        await _stop.CancelAsync();
        await _changes.EnterAsync(); // Nothing changes any more.
        _deadlines.Dispose();
        await _switchOver.Publishing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(_runs.All().Select(run => run.DisposeAsync().AsTask()));
        await _site.Images.Gate.WaitAsync();
        _site.Images.Dispose();
        _comparison.Dispose();
        _stop.Dispose();
    }

    /// <summary>Begins a change; it ends when the answer is disposed.</summary>
    private IDisposable Change(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _changes.TryEnter() ?? throw ReplayErrors.TransitionRuns(Name);
    }
}
