using System.Runtime.ExceptionServices;
using Kappa.Engine;

namespace Kappa.Replay;

/// <summary>Runs the versions of one topology: the live one, and shadows beside it.</summary>
/// <remarks>
/// One change at a time; status, queries and comparisons come from any thread. Whatever state a crash leaves,
/// <see cref="StartAsync"/> goes on from it: the registry says what runs, and an unfinished change is finished.
/// </remarks>
public sealed partial class TopologyVersions : IAsyncDisposable
{
    private readonly VersionsSettings _settings;
    private readonly VersionSite _site;
    private readonly VersionCatalog _catalog;
    private readonly Cutover _cutover;
    private readonly SemaphoreSlim _changing = new(1);
    private readonly SemaphoreSlim _comparing = new(1);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly Dictionary<int, VersionRun> _runs = [];
    private Task _publishing = Task.CompletedTask;
    private ITimer? _deadlines;
    private int _disposed;
    private volatile TaskCompletionSource<StreamEngine>? _switching; // Queries wait for it while nobody is live.

    /// <summary>Prepares; <see cref="StartAsync"/> runs them.</summary>
    /// <param name="topology">Name of the topology.</param>
    /// <param name="settings">What they run with.</param>
    public TopologyVersions(string topology, VersionsSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        (Name, _settings) = (topology, settings);
        _site = new VersionSite(
            topology, settings.Log, settings.Engine, settings.Registry, settings.Load,
            new VersionImages(settings.Log, settings.Engine, topology), settings.Step, settings.Fatal);
        _catalog = new VersionCatalog(settings.Registry, settings.Log, settings.Engine.Notice);
        _cutover = new Cutover(_site, settings.Limits);
    }

    /// <summary>Name of the topology.</summary>
    public string Name { get; }

    /// <summary>All versions that the registry knows, by number.</summary>
    public IReadOnlyList<VersionRecord> Records => _settings.Registry.Of(Name);

    /// <summary>The engine of the live version; null while it is switched, or has stopped.</summary>
    public StreamEngine? Live => LiveRun?.Engine;

    /// <summary>What stopped the live version; null while it runs.</summary>
    public Exception? LiveError => LiveRun?.Error;

    private VersionRun? LiveRun
    {
        get
        {
            lock (_lock)
            {
                return _runs.Values.FirstOrDefault(run => run.Record.State == VersionState.Live);
            }
        }
    }

    /// <summary>
    /// Runs every version that the registry says runs, and finishes what a crash cut short. Called again, it opens the
    /// live version that could not be opened before.
    /// </summary>
    /// <exception cref="KappaException">What keeps the live version from running; shadows run all the same.</exception>
    public async Task StartAsync()
    {
        await _changing.WaitAsync();
        try
        {
            if (LiveRun is { } known)
            {
                known.Refresh(); // It may have other code by now.
                Open(known is { Engine: null, HasFailed: true } ? [known] : []);
                ThrowIfClosed(known);
                return;
            }

            foreach (VersionRecord record in Records)
            {
                if (record.HasData)
                {
                    Add(record);
                }
                else if (record.Instance > 0)
                {
                    Delete(record); // Cut short by a kill, or nothing to do.
                }
            }

            if (Runs().All(run => run.Record.State == VersionState.Live))
            {
                _site.Images.DropTopics(); // The same.
            }

            if (_settings.Registry.Cutover(Name) is { Stage: CutoverStage.Switched } status)
            {
                await FinishInterruptedAsync(Required(status.From), Required(status.To));
            }

            if (LiveRun is { Engine: null } live)
            {
                _cutover.CleanUp(live.Record);
            }

            Open(Runs().Where(run => run.Engine is null && !IsBeingSwitched(run.Record)));
            _publishing = PublishRestAsync();
            WatchDeadlines();
            ThrowIfClosed(LiveRun);
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>The engine of the live version; while versions are switched it waits.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="KappaException">
    /// KAP4026 (exit 5): it has stopped. Or what keeps it closed for a while, such as a cluster that is away (exit 7).
    /// </exception>
    public async Task<StreamEngine> LiveAsync(CancellationToken cancellationToken)
    {
        if (Live is null && _switching is { } switching)
        {
            return await switching.Task.WaitAsync(TimeSpan.FromSeconds(20), _site.Time, cancellationToken);
        }

        VersionRun? run = LiveRun;
        return run?.Engine ?? throw (run is { HasFailed: false, Error: KappaException passing }
            ? passing : ReplayErrors.NoLiveVersion(Name));
    }

    /// <summary>The engine of a version that runs; null where it does not.</summary>
    /// <param name="version">Its number.</param>
    public StreamEngine? Find(int version)
    {
        lock (_lock)
        {
            return _runs.GetValueOrDefault(version)?.Engine;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
        {
            return;
        }

        await _stop.CancelAsync();
        await _changing.WaitAsync();
        _deadlines?.Dispose();
        await _publishing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(Runs().Select(run => run.DisposeAsync().AsTask()));
        await _site.Images.Gate.WaitAsync();
        _site.Images.Dispose();
        _stop.Dispose();
    }

    private VersionRun Add(VersionRecord record)
    {
        var run = new VersionRun(_site, record, () => LiveRun);
        lock (_lock)
        {
            _runs[record.Version] = run;
        }

        return run;
    }

    private VersionRun[] Runs()
    {
        lock (_lock)
        {
            return [.. _runs.Values];
        }
    }

    private VersionRun Required(int version)
    {
        lock (_lock)
        {
            return _runs.GetValueOrDefault(version) ?? throw ReplayErrors.NoSuchVersion(
                Name, version, Records.Select(record => record.Version));
        }
    }

    /// <summary>Opens what the registry says runs: the live version first, since it publishes.</summary>
    private static void Open(IEnumerable<VersionRun> runs)
    {
        foreach (VersionRun run in runs.OrderByDescending(run => run.Record.State == VersionState.Live))
        {
            if (run.Record.State is not (VersionState.Paused or VersionState.Stopped))
            {
                run.OpenAndStart();
            }
        }
    }

    /// <summary>A live version that does not even open is for whoever has made it so.</summary>
    private static void ThrowIfClosed(VersionRun? live)
    {
        if (live is { Engine: null, HasFailed: true, Error: { } error })
        {
            ExceptionDispatchInfo.Throw(error);
        }
    }

    /// <summary>
    /// A cutover that has switched is brought to its end; where the new version cannot, both stay closed.
    /// </summary>
    private async Task FinishSwitchAsync(VersionRun from, VersionRun to, VersionRun[] owners)
    {
        try
        {
            await _cutover.BeginAsync(from, to, owners);
        }
        catch (KappaException error) when (
            error.IsDamage || error.ExitCode is not (ExitCodes.DiskFailure or ExitCodes.Fenced))
        {
            await to.StopAsync();
            to.Update(record => record with { Error = error.Message });
            throw;
        }
    }

    /// <summary>
    /// At a start: where the new version still cannot, the worker runs all the same, so that it can be taken back.
    /// </summary>
    private async Task FinishInterruptedAsync(VersionRun from, VersionRun to)
    {
        try
        {
            await FinishSwitchAsync(from, to, Owners(from, to));
        }
        catch (KappaException error) when (VersionRun.IsOfTheVersion(error))
        {
            _settings.Engine.Notice?.Invoke(
                $"The cutover of {Name} to v{to.Record.Version} waits, and none is live: {error.Message} " +
                $"Take it back: kappa replay rollback {Name}");
        }
    }

    private bool IsBeingSwitched(VersionRecord record) =>
        _settings.Registry.Cutover(Name) is { Stage: CutoverStage.Switched } status
        && (record.Version == status.From || record.Version == status.To);

    /// <summary>Publishes the rest of a large difference while the new version runs.</summary>
    private async Task PublishRestAsync()
    {
        if (_settings.Registry.Cutover(Name) is not { Stage: CutoverStage.Publishing } status)
        {
            return;
        }

        VersionRun to = Required(status.To);
        try
        {
            await Task.Run(() =>
            {
                while (!_stop.IsCancellationRequested && _cutover.Chunks.PublishNext(to))
                {
                    // The next chunk.
                }
            });
        }
        catch (Exception error) when (error is ObjectDisposedException || VersionRun.IsOfTheVersion(error))
        {
            // What is left goes out at the next start.
            _settings.Engine.Notice?.Invoke($"The difference of {Name} v{status.To} waits: {error.Message}");
        }
        catch (Exception error)
        {
            _site.Fatal(error);
        }
    }

    private async Task<IDisposable> ChangeAsync(CancellationToken cancellationToken)
    {
        if (!await _changing.WaitAsync(0, cancellationToken))
        {
            throw ReplayErrors.TransitionRuns(Name);
        }

        return new Release(_changing);
    }

    private sealed class Release(SemaphoreSlim gate) : IDisposable
    {
        public void Dispose() => gate.Release();
    }
}
