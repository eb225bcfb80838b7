using System.Runtime.ExceptionServices;
using Kappa.Logs;
using Kappa.Replay;

namespace Kappa.Worker;

/// <summary>Takes the versions of artifacts into the registry, whether a worker runs or not.</summary>
internal sealed class VersionIntake
{
    private readonly VersionRegistry _registry;
    private readonly ArtifactStore _artifacts;
    private readonly ArtifactCode _code;

    /// <param name="registry">The registry.</param>
    /// <param name="log">The log.</param>
    /// <param name="artifacts">The code.</param>
    /// <param name="notice">Is told what an operator should know; null for nobody.</param>
    public VersionIntake(VersionRegistry registry, ILog log, ArtifactStore artifacts, Action<string>? notice)
    {
        (_registry, _artifacts, _code) = (registry, artifacts, new ArtifactCode(artifacts));
        Catalog = new VersionCatalog(registry, log, notice, _code.Differs);
    }

    /// <summary>Registers and checks.</summary>
    public VersionCatalog Catalog { get; }

    /// <summary>Loads the versions of an artifact; one that cannot be loaded ends it.</summary>
    public OfferedVersion[] Load(string hash) => Load(hash, (_, _, error) => ExceptionDispatchInfo.Throw(error));

    /// <summary>Loads those versions of an artifact that can be loaded.</summary>
    public OfferedVersion[] Load(string hash, Action<string, int, KappaException> failed) =>
        [.. TopologyLoader.LoadAll(_artifacts.Find(hash), failed)
            .Select(loaded => new OfferedVersion(loaded.Topology, loaded.ClassName, hash))];

    /// <summary>Registers versions; what was loaded to look at them is let go.</summary>
    /// <returns>Those that were registered, or took the new code.</returns>
    public IReadOnlyList<VersionRecord> Register(IReadOnlyList<OfferedVersion> offered, string? by)
    {
        try
        {
            return Catalog.Register(offered, by);
        }
        finally
        {
            foreach (OfferedVersion version in offered.Where(version => version.Artifact is not null))
            {
                TopologyLoader.Unload(version.Topology);
            }
        }
    }

    /// <summary>Registers all versions of an artifact; those whose code is gone from this machine take it.</summary>
    /// <exception cref="KappaException">What is wrong with a version: nothing was changed.</exception>
    public IReadOnlyList<DeployedVersion> Deploy(string hash, string? by)
    {
        OfferedVersion[] offered = Load(hash);
        Catalog.Repin(offered, _artifacts.List().Contains, by);
        IReadOnlyList<VersionRecord> changed = Register(offered, by);
        return [.. offered.Select(version => Describe(version, changed))];
    }

    /// <summary>The same version as the registry knows it now.</summary>
    public DeployedVersion Refresh(DeployedVersion version) =>
        version with { Record = _registry.Find(version.Record.Topology, version.Record.Version)! };

    private DeployedVersion Describe(OfferedVersion version, IReadOnlyList<VersionRecord> changed)
    {
        VersionRecord record = _registry.Find(version.Topology.Name, version.Topology.Version)!;
        bool isNew = changed.Any(one => one.Topology == record.Topology && one.Version == record.Version);
        return new DeployedVersion(
            record, isNew, !isNew && _code.Differs(record, version.Artifact), version.Topology.Warnings);
    }
}
