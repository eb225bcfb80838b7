using System.Collections.Concurrent;
using Kappa.Engine;
using Kappa.Logs;
using Kappa.Replay;

namespace Kappa.Worker;

/// <summary>The topologies of a worker, with all their versions: what the registry says runs.</summary>
/// <remarks>Deploying and starting take turns; reading is thread-safe.</remarks>
internal sealed class HostedTopologies : IAsyncDisposable
{
    private readonly WorkerSettings _settings;
    private readonly ILog _log;
    private readonly EngineSettings _engine;
    private readonly ArtifactStore _artifacts;
    private readonly Action<Exception> _fatal;
    private readonly VersionRegistry _registry;
    private readonly VersionCatalog _catalog;
    private readonly ConcurrentDictionary<string, TopologyVersions> _topologies = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string, int), Topology> _own = new();
    private readonly ConcurrentDictionary<(string Topology, int Version, string Hash), Topology> _pinned = new();
    private readonly SemaphoreSlim _deploying = new(1);

    public HostedTopologies(
        WorkerSettings settings, ILog log, EngineSettings engine, ArtifactStore artifacts, Action<Exception> fatal)
    {
        (_settings, _log, _engine, _artifacts, _fatal) = (settings, log, engine, artifacts, fatal);
        _registry = VersionRegistry.Open(log, settings.Time);
        _catalog = new VersionCatalog(_registry, log, settings.Notice);
    }

    /// <summary>All of them, by name.</summary>
    public IReadOnlyList<TopologyVersions> All =>
        [.. _topologies.Values.OrderBy(versions => versions.Name, StringComparer.Ordinal)];

    public VersionRegistry Registry => _registry;

    public TopologyVersions? Find(string topology) => _topologies.GetValueOrDefault(topology);

    /// <summary>Registers what the settings offer and starts what the registry says.</summary>
    public async Task StartAsync()
    {
        IReadOnlyList<OfferedVersion> offered = Offered();
        Register(offered, _settings.By);
        RemoveUnused();
        foreach (string topology in offered.Select(version => version.Topology.Name)
            .Concat(_registry.Versions.Where(record => record.HasData).Select(record => record.Topology)).Distinct())
        {
            await StartAsync(topology, _settings.Version);
        }
    }

    /// <summary>Takes the versions of an artifact in; the highest of a topology that is new becomes live.</summary>
    /// <param name="hash">The artifact.</param>
    /// <param name="by">Who brings it.</param>
    /// <returns>The versions of the artifact, and whether each is new.</returns>
    public async Task<IReadOnlyList<(VersionRecord Record, bool IsNew)>> DeployAsync(string hash, string? by)
    {
        await _deploying.WaitAsync();
        try
        {
            OfferedVersion[] offered = Load(hash);
            IReadOnlyList<VersionRecord> changed = Register(offered, by);
            _settings.Step(ReplaySteps.DeployRegistered);
            foreach (string topology in offered.Select(version => version.Topology.Name).Distinct())
            {
                if (Find(topology) is null)
                {
                    await StartAsync(topology, null);
                }
            }

            return [.. offered.Select(version => (
                _registry.Find(version.Topology.Name, version.Topology.Version)!,
                changed.Any(record => record.Topology == version.Topology.Name
                    && record.Version == version.Topology.Version)))];
        }
        finally
        {
            _deploying.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (TopologyVersions versions in _topologies.Values)
        {
            await versions.DisposeAsync();
        }

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
            .. _settings.AssemblyFile is { } file ? Load(_artifacts.Add(file)) : [],
        ];
    }

    private OfferedVersion[] Load(string hash) => [.. TopologyLoader.LoadAll(_artifacts.Find(hash))
        .Select(loaded => new OfferedVersion(loaded.Topology, loaded.ClassName, hash))];

    private async Task StartAsync(string topology, int? version)
    {
        _catalog.ChooseLive(Load, topology, version);
        var versions = new TopologyVersions(topology, new VersionsSettings
        {
            Log = _log,
            Engine = _engine,
            Registry = _registry,
            Load = Load,
            Step = _settings.Step,
            Fatal = _fatal,
            Limits = _settings.Limits,
        });
        _topologies[topology] = versions;
        await versions.StartAsync();
    }

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

    /// <summary>Registers versions; what was loaded to look at them is let go.</summary>
    private IReadOnlyList<VersionRecord> Register(IReadOnlyList<OfferedVersion> offered, string? by)
    {
        try
        {
            return _catalog.Register(offered, by);
        }
        finally
        {
            foreach (OfferedVersion version in offered.Where(version => version.Artifact is not null))
            {
                TopologyLoader.Unload(version.Topology);
            }
        }
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
