using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Kappa.Engine;
using Kappa.Logs;
using Kappa.Replay;

namespace Kappa.Worker;

/// <summary>The topologies of a worker, with all their versions: what the registry says runs.</summary>
/// <remarks>
/// Each topology starts and fails by itself. Deploying and starting take turns; reading is thread-safe.
/// </remarks>
internal sealed class HostedTopologies : IAsyncDisposable
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    private readonly WorkerSettings _settings;
    private readonly ILog _log;
    private readonly EngineSettings _engine;
    private readonly ArtifactStore _artifacts;
    private readonly Action<Exception> _fatal;
    private readonly VersionRegistry _registry;
    private readonly VersionIntake _intake;
    private readonly Standby? _standby; // Null on the log of a directory, which has one owner.
    private readonly ConcurrentDictionary<string, TopologyVersions> _topologies = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string, int), Topology> _own = new();
    private readonly ConcurrentDictionary<(string Topology, int Version, string Hash), Topology> _pinned = new();
    private readonly SemaphoreSlim _deploying = new(1);
    private readonly CancellationTokenSource _stop = new();
    private Task _watching = Task.CompletedTask;

    public HostedTopologies(
        WorkerSettings settings, ILog log, EngineSettings engine, ArtifactStore artifacts, Action<Exception> fatal)
    {
        (_settings, _log, _engine, _artifacts, _fatal) = (settings, log, engine, artifacts, fatal);
        Failures = new TopologyFailures(settings.Notice);
        _registry = VersionRegistry.Open(log, settings.Time);
        _intake = new VersionIntake(_registry, log, artifacts, settings.Notice);
        _standby = settings.Cluster is null ? null : new Standby(
            log, _registry, WorkerIdentity.Of(new DataDirectory(settings.Directory)), settings.TakesOver,
            settings.Time, settings.Notice);
    }

    /// <summary>All of them, by name.</summary>
    public IReadOnlyList<TopologyVersions> All =>
        [.. _topologies.Values.OrderBy(versions => versions.Name, StringComparer.Ordinal)];

    public VersionRegistry Registry => _registry;

    public TopologyVersions? Find(string topology) => _topologies.GetValueOrDefault(topology);

    /// <summary>What keeps some of them, or some of their versions, from running.</summary>
    public TopologyFailures Failures { get; }

    /// <summary>Registers what the settings offer and starts what the registry says.</summary>
    /// <exception cref="KappaException">
    /// KAP4005, KAP4008: the version that is wanted cannot be the live one. Or the first error of a topology, where
    /// none runs and none ever did: then there is nothing to look at, and nothing to mend it with.
    /// </exception>
    public async Task StartAsync()
    {
        IReadOnlyList<OfferedVersion> offered = Offered();
        RegisterEach(offered);
        RemoveUnused();
        string[] given = [.. offered.Select(version => version.Topology.Name).Concat(Failures.Topologies).Distinct()];
        VersionRecord[] ran = [.. _registry.Versions.Where(record => record.HasData
            && (given.Contains(record.Topology) || IsOwn(record)))];
        bool isFirst = ran.Length == 0;
        string[] names = [.. given.Union(ran.Select(record => record.Topology))];
        foreach (string topology in _settings.Version is null ? [] : names)
        {
            RequireWanted(topology, _settings.Version!.Value);
        }

        foreach (string topology in names.Where(name => Failures.Of(name) is null))
        {
            await TryStartAsync(topology, _settings.Version);
        }

        KappaException? ending = isFirst && All.All(versions => versions.Live is null)
            ? names.Select(Failures.Of).OfType<KappaException>().FirstOrDefault() : null;
        Failures.Tell(but: ending);
        if (ending is not null)
        {
            ExceptionDispatchInfo.Throw(ending);
        }

        _watching = WatchAsync();
    }

    /// <summary>Takes the versions of an artifact in; the highest of a topology that is new becomes live.</summary>
    /// <param name="hash">The artifact.</param>
    /// <param name="by">Who brings it.</param>
    /// <returns>The versions of the artifact.</returns>
    /// <exception cref="KappaException">
    /// What is wrong with a version: nothing was changed. Or what keeps a topology that is new from running: then its
    /// versions are registered.
    /// </exception>
    public async Task<IReadOnlyList<DeployedVersion>> DeployAsync(string hash, string? by)
    {
        await _deploying.WaitAsync();
        try
        {
            IReadOnlyList<DeployedVersion> deployed = _intake.Deploy(hash, by);
            _settings.Step(ReplaySteps.DeployRegistered);
            foreach (string topology in deployed.Select(version => version.Record.Topology).Distinct())
            {
                await StartDeployedAsync(topology);
            }

            return [.. deployed.Select(_intake.Refresh)];
        }
        finally
        {
            _deploying.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        foreach (TopologyVersions versions in _topologies.Values)
        {
            await versions.DisposeAsync();
        }

        await (_standby?.DisposeAsync() ?? ValueTask.CompletedTask);
        _stop.Dispose();
        _registry.Dispose();
        _deploying.Dispose();
    }

    private IReadOnlyList<OfferedVersion> Offered()
    {
        foreach (Topology topology in _settings.Topologies)
        {
            _own[(topology.Name, topology.Version)] = topology;
        }

        return
        [
            .. _settings.Topologies.Select(topology => new OfferedVersion(topology, topology.Name, null)),
            .. _settings.AssemblyFile is { } file ? _intake.Load(_artifacts.Add(file), Failures.Add) : [],
        ];
    }

    /// <summary>
    /// A version that cannot be registered is left out; without pinned code its topology does not run.
    /// </summary>
    private void RegisterEach(IReadOnlyList<OfferedVersion> offered)
    {
        foreach (OfferedVersion version in offered)
        {
            (string topology, int number) = (version.Topology.Name, version.Topology.Version);
            try
            {
                _intake.Register([version], _settings.By);
            }
            catch (KappaException error) when (
                VersionRun.IsOfTheVersion(error)
                && _registry.Find(topology, number) is { HasData: true, Artifact: null })
            {
                Failures.Add(topology, error);
            }
            catch (KappaException error) when (VersionRun.IsOfTheVersion(error))
            {
                Failures.Add(topology, number, error);
            }
        }
    }

    /// <summary>
    /// Whether a version was deployed to this worker. Workers of other applications share the cluster and its registry,
    /// and run what was deployed to them; a log in the worker's directory has nobody else.
    /// </summary>
    private bool IsOwn(VersionRecord record) =>
        _settings.Cluster is null || (record.Artifact is { } hash && _artifacts.List().Contains(hash));

    private void RequireWanted(string topology, int wanted)
    {
        foreach ((int version, KappaException error) in Failures.VersionsOf(topology))
        {
            if (version == wanted)
            {
                ExceptionDispatchInfo.Throw(error);
            }
        }

        _intake.Catalog.RequireWanted(topology, wanted);
    }

    private async Task StartDeployedAsync(string topology)
    {
        Failures.RemoveVersions(topology);
        bool hasRun = _registry.Of(topology).Any(record => record.HasData);
        if (Find(topology) is null || Failures.Of(topology) is not null)
        {
            await TryStartAsync(topology, null);
        }

        if (!hasRun && Failures.Of(topology) is { } error)
        {
            ExceptionDispatchInfo.Throw(error);
        }
    }

    private async Task TryStartAsync(string topology, int? version)
    {
        TopologyVersions versions = _topologies.GetOrAdd(topology, Make);
        try
        {
            if (_registry.Of(topology).Count == 0 && Failures.VersionsOf(topology) is [var only, ..])
            {
                ExceptionDispatchInfo.Throw(only.Error);
            }

            _standby?.Take(topology);
            _intake.Catalog.ChooseLive(Load, topology, version);
            await versions.StartAsync();
            Failures.Remove(topology);
        }
        catch (KappaException error) when (VersionRun.IsOfTheVersion(error))
        {
            Failures.Add(topology, error);
        }
    }

    /// <summary>Starts what lacked a source or stood by, as soon as it can.</summary>
    private async Task WatchAsync()
    {
        try
        {
            using var timer = new PeriodicTimer(LookAgain, _settings.Time);
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                foreach (string topology in Failures.Topologies.Where(CanStartNow).ToArray())
                {
                    await StartAgainAsync(topology);
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The worker stops.
        }
        catch (Exception error)
        {
            _fatal(error);
        }
    }

    private bool CanStartNow(string topology) => Failures.StandsBy(topology)
        ? _standby!.Due(topology).IsCompleted : _intake.Catalog.HasItsSources(topology, Failures.Of(topology));

    private async Task StartAgainAsync(string topology)
    {
        string reason = Failures.StandsBy(topology)
            ? "the worker that ran it is gone" : "the topics that it reads are there";
        await _deploying.WaitAsync(_stop.Token);
        try
        {
            await TryStartAsync(topology, null);
        }
        finally
        {
            _deploying.Release();
        }

        if (Failures.Of(topology) is null)
        {
            _settings.Notice?.Invoke($"Topology '{topology}' runs: {reason}.");
        }
    }

    private TopologyVersions Make(string topology) => new(topology, new VersionsSettings
    {
        Log = _log,
        Engine = _engine,
        Registry = _registry,
        Load = Load,
        Step = _settings.Step,
        Fatal = _fatal,
        Limits = _settings.Limits,
    });

    /// <summary>The topology as it is pinned, loaded once: all instances of the version share it.</summary>
    private Topology Load(VersionRecord record)
    {
        if (record.Artifact is not { } hash)
        {
            return _own.GetValueOrDefault((record.Topology, record.Version)) ?? throw WorkerErrors.CodeMissing(record);
        }

        return _pinned.GetOrAdd(
            (record.Topology, record.Version, hash),
            pinned => TopologyLoader.LoadOne(_artifacts.Find(pinned.Hash), pinned.Topology, pinned.Version));
    }

    /// <summary>Builds that no version is pinned to are of no use.</summary>
    private void RemoveUnused()
    {
        foreach (string hash in _artifacts.List())
        {
            if (_registry.Versions.All(record => record.Artifact != hash))
            {
                _artifacts.Remove(hash);
            }
        }
    }
}
