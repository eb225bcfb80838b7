using Kappa.Engine;
using Kappa.Logs;

namespace Kappa.Replay;

/// <summary>
/// Writes a registry that was lost anew: the cut log tells which version is live, positions which instances there are,
/// and the code what each version is.
/// </summary>
/// <remarks>
/// What nobody can know any more is taken as it does no harm. An instance that was not live is retired, since what its
/// images were made of is lost, and a switch back to it could delete rows; a replay brings it back. The live version
/// counts as one that has not read the whole history: a key that only a topic has stays there.
/// </remarks>
/// <param name="log">The log; no worker runs on it.</param>
/// <param name="registry">The registry, which knows them not, or in part.</param>
/// <param name="code">The versions whose code is here; of several of one number the first one counts.</param>
/// <param name="by">Who asks for it.</param>
internal sealed class RegistryRebuild(
    ILog log, VersionRegistry registry, IReadOnlyList<OfferedVersion> code, string? by)
{
    private const string Reason = "rebuilt from the log";

    /// <summary>The topologies that have run and of which the registry knows no live version, by name.</summary>
    public IReadOnlyList<string> Lost => [.. OwnTopics.Topologies(log).Where(topology =>
        registry.Of(topology).All(version => version.State != VersionState.Live))];

    /// <summary>Rebuilds what the registry says of one topology.</summary>
    /// <param name="topology">Its name.</param>
    /// <param name="live">The version that was live; null where the log tells.</param>
    /// <exception cref="KappaException">
    /// KAP4031 (exit 5): nobody can tell which version was live. KAP4032 (exit 3): its code is not here. Nothing was
    /// written.
    /// </exception>
    public RebuiltTopology Run(string topology, int? live)
    {
        CutoverRecord[] cutovers = [.. EngineRunner.Instance.Cuts(log, topology).ReadCutovers()];
        IReadOnlyList<(int Version, int Instance)> instances = OwnTopics.Instances(log, topology);
        (int Version, int Instance)? chosen = instances.Count == 0 && live is null
            ? null : Choose(topology, instances, cutovers, live);
        VersionRecord[] records = [.. code.Where(offered => offered.Topology.Name == topology)
            .DistinctBy(offered => offered.Topology.Version).OrderBy(offered => offered.Topology.Version)
            .Select(offered => Describe(offered, chosen, instances, cutovers))];
        if (chosen is { } one && records.All(record => record.State != VersionState.Live))
        {
            throw ReplayErrors.CodeOfLiveMissing(topology, one.Version);
        }

        string[] warnings = [.. Warnings(topology, chosen, instances, records, cutovers.LastOrDefault())];
        Write(topology, cutovers.LastOrDefault(), records);
        return new RebuiltTopology(topology, registry.Of(topology), warnings);
    }

    private (int Version, int Instance) Choose(
        string topology, IReadOnlyList<(int Version, int Instance)> instances, CutoverRecord[] cutovers, int? live)
    {
        var ahead = instances
            .Where(instance => live is null || instance.Version == live)
            .Select(instance => (Instance: instance, Cut: CutOf(topology, instance)))
            .OrderByDescending(one => one.Cut).ThenBy(one => one.Instance.Instance).ToList();
        if (live is null && cutovers.Length > 0)
        {
            (int, int) said = LiveAfter(cutovers[^1]);
            ahead = ahead.FindAll(one => one.Instance == said);
        }
        else if (live is null)
        {
            // The live version makes the cuts, so none is ahead of it; a shadow beside it writes images.
            ahead = ahead.FindAll(one => one.Cut == ahead[0].Cut);
            var published = ahead.FindAll(one => !HasImages(topology, one.Instance));
            ahead = published.Count > 0 ? published : ahead;
        }

        return ahead.DistinctBy(one => one.Instance.Version).Count() == 1
            ? ahead[0].Instance
            : throw ReplayErrors.LiveUnknown(topology, instances.Select(one => $"v{one.Version} i{one.Instance}"));
    }

    /// <summary>
    /// The new version publishes from when it has begun; until then the old one is the last that has.
    /// </summary>
    private static (int Version, int Instance) LiveAfter(CutoverRecord last) =>
        last.Step is CutoverStep.Switched or CutoverStep.Withdrawn
            ? (last.FromVersion, last.FromInstance) : (last.ToVersion, last.ToInstance);

    private long CutOf(string topology, (int Version, int Instance) instance) => EngineRunner.Instance
        .CommittedCut(log, new InstanceName(topology, instance.Version, instance.Instance).ToString())?.Number ?? 0;

    private bool HasImages(string topology, (int Version, int Instance) instance)
    {
        string prefix = $"{new InstanceName(topology, instance.Version, instance.Instance)}.";
        return log.Topics.Any(topic => topic.Name.StartsWith(prefix, StringComparison.Ordinal)
            && topic.Name.EndsWith(".image", StringComparison.Ordinal));
    }

    /// <summary>Numbers of instances that were there are not given again.</summary>
    private VersionRecord Describe(
        OfferedVersion offered, (int Version, int Instance)? live,
        IEnumerable<(int Version, int Instance)> instances, CutoverRecord[] cutovers)
    {
        int version = offered.Topology.Version;
        int last = instances
            .Concat(cutovers.Select(cutover => (cutover.FromVersion, cutover.FromInstance)))
            .Concat(cutovers.Select(cutover => (cutover.ToVersion, cutover.ToInstance)))
            .Where(instance => instance.Item1 == version).Select(instance => instance.Item2).DefaultIfEmpty().Max();
        bool isLive = live?.Version == version;
        return VersionCatalog.Describe(offered, null, by) with
        {
            State = isLive ? VersionState.Live : last > 0 ? VersionState.Retired : VersionState.Registered,
            Instance = isLive ? live!.Value.Instance : last,
            Reason = Reason,
        };
    }

    private static IEnumerable<string> Warnings(
        string topology, (int Version, int Instance)? live, IEnumerable<(int Version, int Instance)> instances,
        VersionRecord[] records, CutoverRecord? last)
    {
        if (live is null)
        {
            yield return "No positions are left, so nothing tells that a version was live: the next start makes the " +
                "highest one live, from the beginning.";
        }

        foreach (int version in instances.Select(instance => instance.Version).Distinct()
            .Where(version => version != live?.Version))
        {
            yield return records.Any(record => record.Version == version)
                ? $"v{version} was not live: its data goes at the next start. To replay it again: " +
                    $"kappa replay start {topology} --version {version}"
                : $"v{version} was not live, and its code is not here: the topics that it left stay.";
        }

        if (last is { Step: CutoverStep.Begun })
        {
            yield return $"The cutover to v{last.ToVersion} had not published all of its difference: its outputs may " +
                "have rows of the old version, until the next cutover.";
        }
    }

    /// <summary>A cutover that has not begun is withdrawn with it: its old version is the live one.</summary>
    private void Write(string topology, CutoverRecord? last, VersionRecord[] records)
    {
        if (last is not { Step: CutoverStep.Switched })
        {
            registry.Write([.. records]);
            return;
        }

        ICutHistory cuts = EngineRunner.Instance.Cuts(log, topology);
        using ILogProducer producer = cuts.OpenProducer();
        using RecordBuffer withdrawn = cuts.Encode(
            last with { Step = CutoverStep.Withdrawn }, DateTimeOffset.UnixEpoch);
        RegistryTransaction transaction = registry.Begin(producer);
        transaction.Append(cuts.Partition, withdrawn);
        Array.ForEach(records, transaction.Write);
        transaction.Commit();
    }
}
