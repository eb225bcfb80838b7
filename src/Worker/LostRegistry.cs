using Kappa.Logs;
using Kappa.Replay;

namespace Kappa.Worker;

/// <summary>
/// Rebuilds a lost registry from the log and from the code that was deployed; no worker runs meanwhile.
/// </summary>
internal sealed class LostRegistry
{
    private readonly ArtifactStore _artifacts;
    private readonly Action<string> _notice;

    /// <param name="data">The data directory, which this process owns.</param>
    /// <param name="notice">Is told of code that cannot be used.</param>
    public LostRegistry(DataDirectory data, Action<string> notice)
    {
        _artifacts = new ArtifactStore(data.Artifacts, DiskFileSystem.Instance);
        _notice = notice;
    }

    /// <summary>Rebuilds what is lost; one topology that cannot be rebuilt does not keep the others from it.</summary>
    /// <param name="log">The log.</param>
    /// <param name="assemblyFile">More code than what is deployed; null for none.</param>
    /// <param name="live">The versions that were live, by topology, where somebody says so.</param>
    /// <param name="by">Who asks for it.</param>
    /// <param name="time">The clock.</param>
    /// <param name="rebuilt">Is told of each topology.</param>
    /// <returns>What kept topologies from being rebuilt.</returns>
    /// <exception cref="KappaException">KAP4033 (exit 3): nothing is lost.</exception>
    public IReadOnlyList<KappaException> Rebuild(
        ILog log, string? assemblyFile, IReadOnlyDictionary<string, int> live, string? by, TimeProvider time,
        Action<RebuiltTopology> rebuilt)
    {
        using VersionRegistry registry = VersionRegistry.OpenOrCreate(log, time);
        var rebuild = new RegistryRebuild(log, registry, [.. Code(assemblyFile)], by);
        IReadOnlyList<string> lost = rebuild.Lost;
        if (lost.Count == 0)
        {
            throw ReplayErrors.NothingToRebuild();
        }

        var errors = new List<KappaException>();
        foreach (string topology in lost)
        {
            try
            {
                rebuilt(rebuild.Run(topology, live.TryGetValue(topology, out int version) ? version : null));
            }
            catch (KappaException error) when (VersionRun.IsOfTheVersion(error))
            {
                errors.Add(error);
            }
        }

        return errors;
    }

    /// <summary>
    /// What was deployed first comes first: a version was pinned to the first code that had it. A project that is named
    /// gives what none of them has.
    /// </summary>
    private IEnumerable<OfferedVersion> Code(string? assemblyFile)
    {
        List<string> hashes = [.. _artifacts.ListByAge()];
        if (assemblyFile is not null && _artifacts.Add(assemblyFile) is var added && !hashes.Contains(added))
        {
            hashes.Add(added);
        }

        return hashes.SelectMany(Load);
    }

    private OfferedVersion[] Load(string hash)
    {
        try
        {
            IReadOnlyList<LoadedVersion> loaded = TopologyLoader.LoadAll(
                _artifacts.Find(hash),
                (topology, version, error) =>
                    _notice($"Version {version} of topology '{topology}' was left out: {error.Message}"));
            return [.. loaded.Select(version => new OfferedVersion(version.Topology, version.ClassName, hash))];
        }
        catch (KappaException error)
        {
            _notice($"Artifact {hash} was left out: {error.Message}");
            return [];
        }
    }
}
