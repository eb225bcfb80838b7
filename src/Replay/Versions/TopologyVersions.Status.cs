using Kappa.Engine;

namespace Kappa.Replay;

public sealed partial class TopologyVersions
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(50);

    /// <summary>Where a version stands, and how fast it goes; never waits for the log.</summary>
    /// <param name="version">Its number; null for the replay, or else for the live version.</param>
    /// <exception cref="KappaException">KAP4008 (exit 3): no such version.</exception>
    public VersionStatus Status(int? version)
    {
        VersionRun? run = version is { } number
            ? Runs().FirstOrDefault(candidate => candidate.Record.Version == number)
            : Runs().OrderByDescending(candidate => candidate.Record.StartedAt)
                .FirstOrDefault(candidate => IsReplay(candidate.Record)) ?? LiveRun;
        CutoverStatus? cutover = _settings.Registry.Cutover(Name);
        if (run is null)
        {
            return new VersionStatus(Known(version ?? 1), null, null, [], 0, default, 1, null, cutover);
        }

        (VersionRecord record, string? error) = run.Stands();
        StreamEngine? engine = run.Engine;
        EngineStatus? status = engine?.Status;
        StreamEngine? live = Live; // It may be another one, or none, in a moment.
        IReadOnlyList<PartitionProgress> partitions = status is null ? []
            : PartitionProgress.Of(engine!, status.AsOf, live == engine ? null : live?.Status.AsOf);
        return new VersionStatus(
            record, status, error, partitions, run.Progress.Rate(engine?.RecordsProcessed ?? 0),
            run.Throttle.Setting, run.Throttle.Factor, live is null ? null : LiveStatus.Of(live), cutover);
    }

    /// <summary>Waits until a version stands as wished.</summary>
    /// <param name="version">Its number; null for the replay, or else for the live version.</param>
    /// <param name="wished">Is asked whenever the log has changed.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The status that was wished for.</returns>
    public async Task<VersionStatus> WaitAsync(
        int? version, Func<VersionStatus, bool> wished, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(wished);
        while (true)
        {
            long seen = _settings.Log.ChangeNumber;
            VersionStatus status = Status(version);
            if (wished(status))
            {
                return status;
            }

            // A status follows its commit by a moment, and nothing tells of that: look again soon.
            using var change = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(
                _settings.Log.WaitForChangeAsync(seen, change.Token), Task.Delay(LookAgain, _site.Time, change.Token));
            await change.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>What a replay would read, write and take; nothing is changed.</summary>
    /// <param name="request">What it is to do.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="KappaException">As <see cref="StartReplayAsync"/>.</exception>
    public ReplayPlan Plan(ReplayRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        VersionRecord known = Known(request.Version);
        RequireStartable(known);
        _catalog.RequireOutputs(known);
        Topology topology = _settings.Load(known);
        return ReplayPlanner.Make(
            topology, _settings.Log, _settings.Engine, new PlanRequest
            {
                FromCut = ParseStart(topology, request.From),
                Throttle = request.Throttle.RecordsPerSecond is > 0 and var rate ? rate : null,
                WrittenByOthers = known.Outputs.Select(output => output.Topic).Except(OwnOutputs(known)).ToHashSet(),
                SourceOwners = SourceOwners(),
            },
            cancellationToken);
    }

    /// <summary>Describes a version as text.</summary>
    /// <param name="version">Its number.</param>
    /// <exception cref="KappaException">KAP4008 (exit 3): no such version.</exception>
    public string Describe(int version) => _settings.Load(Known(version)).Describe();

    /// <summary>Topics that other topologies write, with their names.</summary>
    private Dictionary<string, string> SourceOwners()
    {
        var owners = new Dictionary<string, string>();
        foreach (VersionRecord other in _settings.Registry.Versions.Where(other => other.Topology != Name))
        {
            foreach (VersionOutput output in other.Outputs)
            {
                owners.TryAdd(output.Topic, other.Topology);
            }
        }

        return owners;
    }
}
