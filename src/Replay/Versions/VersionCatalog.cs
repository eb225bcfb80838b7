using Kappa.Engine;
using Kappa.Graph;
using Kappa.Logs;

namespace Kappa.Replay;

/// <summary>Registers versions, and checks what they must agree on.</summary>
/// <param name="registry">The registry.</param>
/// <param name="log">The log.</param>
/// <param name="notice">Is told what an operator should know; null for nobody.</param>
/// <param name="differs">
/// Whether a version has other code in an artifact than where it is pinned; null takes every other artifact for it.
/// </param>
/// <param name="runner">Runs the versions; null for this process.</param>
public sealed class VersionCatalog(
    VersionRegistry registry, ILog log, Action<string>? notice, Func<VersionRecord, string?, bool>? differs = null,
    IVersionRunner? runner = null)
{
    /// <summary>
    /// Registers the versions that are not yet known. One that has data keeps the artifact that it is pinned to
    /// (protocols.md 21).
    /// </summary>
    /// <param name="offered">The versions.</param>
    /// <param name="by">Who brings them.</param>
    /// <returns>Those that were registered, or took the new code.</returns>
    /// <exception cref="KappaException">
    /// KAP4006 (exit 78): a version with data has another fingerprint. KAP4009 (exit 5): a table topic belongs to
    /// another topology. KAP4030 (exit 78): the log has its data, and the registry does not know it.
    /// </exception>
    public IReadOnlyList<VersionRecord> Register(IReadOnlyList<OfferedVersion> offered, string? by)
    {
        ArgumentNullException.ThrowIfNull(offered);
        var changed = new List<VersionRecord>();
        foreach (OfferedVersion version in offered)
        {
            VersionRecord? known = registry.Find(version.Topology.Name, version.Topology.Version);
            VersionRecord record = Describe(version, known, by);
            Warn(version.Topology, known);
            if (known is null)
            {
                RequireNew(record);
            }

            if (known is null || IsNews(version, known))
            {
                RequireOwnTables(record);
                changed.Add(record);
            }
        }

        registry.Write([.. changed]);
        return changed;
    }

    /// <summary>
    /// Pins versions whose code is gone from this machine to the code that is given for them: whoever deploys it says
    /// that it is theirs. Their graph has to be the same.
    /// </summary>
    /// <param name="given">The versions, all with an artifact.</param>
    /// <param name="isHere">Whether an artifact is on this machine.</param>
    /// <param name="by">Who brings them.</param>
    internal void Repin(IReadOnlyList<OfferedVersion> given, Func<string, bool> isHere, string? by)
    {
        foreach (OfferedVersion version in given)
        {
            (string topology, int number) = (version.Topology.Name, version.Topology.Version);
            string? gone = registry.Find(topology, number)?.Artifact;
            if (gone is not null && !isHere(gone) && registry.Update(
                topology, number, record => record.Artifact == gone
                    && record.Fingerprint == version.Topology.Fingerprint
                    ? record with { Artifact = version.Artifact, By = by, Reason = "its code was gone" } : null)
                is not null)
            {
                notice?.Invoke(
                    $"{topology} v{number} takes the code that was deployed now: what it was pinned to (artifact " +
                    $"{ReplayErrors.Short(gone)}) is not on this machine. Whether it computes the same: " +
                    $"kappa replay verify {topology}");
            }
        }
    }

    /// <summary>
    /// Makes a version live at the first start: the one that is wanted, or the highest that is registered.
    /// </summary>
    /// <param name="load">Gives the topology of a version.</param>
    /// <param name="topology">Name of the topology.</param>
    /// <param name="wanted">The version that is wanted; null for any.</param>
    /// <exception cref="KappaException">
    /// KAP4005 (exit 5): another one is live. KAP4008 (exit 3): it is not there. KAP5001 and following: it does not fit
    /// the log. After any of them nothing is changed.
    /// </exception>
    public VersionRecord ChooseLive(Func<VersionRecord, Topology> load, string topology, int? wanted)
    {
        ArgumentNullException.ThrowIfNull(load);
        VersionRecord chosen = Choose(topology, wanted);
        if (chosen.State == VersionState.Live)
        {
            return chosen;
        }

        RequireOwnTables(chosen);
        Topology built = load(chosen);
        (runner ?? EngineRunner.Instance).Plan(built, log, new EngineSettings()); // What cannot run is not made live.
        registry.Write(chosen with
        {
            State = VersionState.Live,
            Instance = chosen.Instance + 1,
            IsWhole = HasWholeHistory(log, built),
            Reason = "the first version",
        });
        return registry.Find(topology, chosen.Version)!;
    }

    /// <summary>Checks that a version is the live one, or can be made so.</summary>
    /// <exception cref="KappaException">KAP4005 (exit 5): another one is live. KAP4008 (exit 3): it is not there.
    /// </exception>
    internal void RequireWanted(string topology, int wanted) => Choose(topology, wanted);

    /// <summary>Whether a topology could not start for want of a source, and all of them are there now.</summary>
    /// <param name="topology">Name of the topology.</param>
    /// <param name="error">What kept it from running; null for nothing.</param>
    internal bool HasItsSources(string topology, KappaException? error)
    {
        if (error?.Code != InstancePlan.SourceMissingCode)
        {
            return false;
        }

        try
        {
            IReadOnlyList<VersionRecord> records = registry.Of(topology);
            VersionRecord? runs = records.FirstOrDefault(record => record.State == VersionState.Live)
                ?? records.LastOrDefault(record => record.State == VersionState.Registered);
            return runs is not null && runs.Sources.All(source => log.Find(source) is not null);
        }
        catch (KappaException unreachable) when (unreachable.ExitCode == ExitCodes.Unreachable)
        {
            return false; // Those that run find out whether the cluster is gone for good.
        }
    }

    /// <summary>Checks a version's outputs against those of the versions that run.</summary>
    /// <exception cref="KappaException">
    /// KAP4009 (exit 5): a table topic belongs to another topology by now. KAP4017, KAP4018 (exit 5): an output
    /// changed its kind, or the type of its keys.
    /// </exception>
    internal void RequireOutputs(VersionRecord version)
    {
        RequireOwnTables(version);
        foreach (VersionOutput output in version.Outputs)
        {
            VersionOutput? known = registry.Of(version.Topology)
                .Where(other => other.HasData && other.Version != version.Version)
                .SelectMany(other => other.Outputs).FirstOrDefault(other => other.Topic == output.Topic);
            if (known is not null && known.IsTable != output.IsTable)
            {
                throw ReplayErrors.OutputKindChanged(
                    version.Topology, version.Version, output.Topic, output.IsTable);
            }

            if (known is { IsTable: true } && known.KeyType != output.KeyType)
            {
                throw ReplayErrors.OutputKeyChanged(
                    version.Topology, version.Version, output.Topic, known.KeyType, output.KeyType);
            }
        }
    }

    /// <summary>Whether the sources are all there: nothing was deleted from their front, or compacted away.</summary>
    internal static bool HasWholeHistory(ILog log, Topology topology) => topology.Graph.SourceTopics.All(source =>
        log.Find(source) is { } topic
        && (topic.Cleanup == CleanupPolicy.Keep || IsTable(topology, source))
        && log.Offsets(topic.ListPartitions()).All(offsets => offsets.Earliest == 0));

    /// <summary>Of a table the last record of each key says all; of a stream every record counts.</summary>
    private static bool IsTable(Topology topology, string source) => topology.Graph.Nodes
        .OfType<ISourceNode>().Where(input => input.Topic == source).All(input => input.IsTable);

    /// <summary>
    /// A version that is gone stays so with its new code: what it left behind may not be deleted yet.
    /// </summary>
    internal static VersionRecord Describe(OfferedVersion version, VersionRecord? known, string? by) => new()
    {
        Topology = version.Topology.Name,
        Version = version.Topology.Version,
        State = known is { State: VersionState.Retired or VersionState.Aborted } gone
            ? gone.State : VersionState.Registered,
        Instance = known?.Instance ?? 0,
        Creates = known?.Creates ?? [],
        Fingerprint = version.Topology.Fingerprint,
        Artifact = version.Artifact,
        Class = version.Class,
        Sources = [.. version.Topology.Graph.SourceTopics],
        Outputs = [.. version.Topology.Graph.Sinks.Select(sink => new VersionOutput(
            sink.Topic, sink.Output == OutputKind.Table, sink.Rows.KeySerdeName))],
        By = by,
    };

    /// <summary>
    /// A version that has run is known: where it is not, the registry was lost, and another one could come up as live.
    /// </summary>
    private void RequireNew(VersionRecord version)
    {
        bool hasRun = registry.Of(version.Topology).Count == 0
            ? OwnTopics.Topologies(log).Contains(version.Topology)
            : OwnTopics.Instances(log, version.Topology).Any(instance => instance.Version == version.Version);
        if (hasRun)
        {
            throw ReplayErrors.RegistryLost([version.Topology]);
        }
    }

    private VersionRecord Choose(string topology, int? wanted)
    {
        IReadOnlyList<VersionRecord> records = registry.Of(topology);
        if (records.FirstOrDefault(record => record.State == VersionState.Live) is { } live)
        {
            return wanted is null || wanted == live.Version
                ? live : throw ReplayErrors.NotTheLiveVersion(topology, wanted.Value, live.Version);
        }

        return records.Where(record => record.State is VersionState.Registered)
            .LastOrDefault(record => wanted is null || record.Version == wanted)
            ?? throw ReplayErrors.NoSuchVersion(topology, wanted ?? 1, records.Select(record => record.Version));
    }

    private bool IsNews(OfferedVersion version, VersionRecord known)
    {
        if (known.Artifact == version.Artifact && known.Fingerprint == version.Topology.Fingerprint)
        {
            return false;
        }

        if (!known.HasData)
        {
            return true;
        }

        if (known.Fingerprint != version.Topology.Fingerprint)
        {
            throw ReplayErrors.FingerprintChanged(known, version.Topology.Fingerprint);
        }

        if (known.Artifact is not null && differs?.Invoke(known, version.Artifact) is not false)
        {
            notice?.Invoke(
                $"The code of {known.Topology} v{known.Version} differs from what is pinned (artifact " +
                $"{ReplayErrors.Short(known.Artifact)}), which goes on. Give a change a version number of its own, " +
                $"and replay it: kappa replay start {known.Topology} --version {known.Version + 1}");
        }

        return false;
    }

    private void Warn(Topology topology, VersionRecord? known)
    {
        if (known is { State: VersionState.Retired or VersionState.Aborted })
        {
            return;
        }

        IEnumerable<string> compacted = CompactedSources.Of(log, topology, ofStreams: true)
            .Select(source =>
                $"{source} Keep a topic that is read as a stream (cleanup.policy=delete, retention.ms=-1).");
        foreach (string warning in topology.Warnings.Concat(compacted).Concat(ForgettingTables.Of(log, topology)))
        {
            notice?.Invoke($"warning: {topology.Name} v{topology.Version}: {warning}");
        }
    }

    private void RequireOwnTables(VersionRecord version)
    {
        foreach (VersionOutput output in version.Outputs.Where(output => output.IsTable))
        {
            VersionRecord? owner = registry.Versions.FirstOrDefault(other =>
                other.Topology != version.Topology && other.HasData
                && other.Outputs.Any(written => written.IsTable && written.Topic == output.Topic));
            if (owner is not null)
            {
                throw ReplayErrors.OwnedByAnother(output.Topic, version.Topology, owner.Topology);
            }
        }
    }
}
