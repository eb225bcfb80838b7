using Kappa.Engine;

namespace Kappa.Replay;

/// <summary>Says where versions stand.</summary>
/// <param name="site">What the versions share.</param>
/// <param name="runs">The versions.</param>
internal sealed class VersionReports(VersionSite site, RunningVersions runs)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(50);

    /// <summary>Where a version stands, and how fast it goes; never waits for the log.</summary>
    /// <exception cref="KappaException">KAP4008: no such version.</exception>
    public VersionStatus Status(int? version)
    {
        VersionRun? run = version is { } number
            ? runs.All().FirstOrDefault(candidate => candidate.Record.Version == number)
            : runs.All().OrderByDescending(candidate => candidate.Record.StartedAt)
                .FirstOrDefault(candidate => candidate.Record.IsReplay) ?? runs.Live;
        CutoverStatus? cutover = site.Registry.Cutover(site.Topology);
        if (run is null)
        {
            return new VersionStatus(runs.Known(version ?? 1), null, null, [], 0, default, 1, null, cutover);
        }

        (VersionRecord record, string? error) = run.Stands();
        IRunningVersion? engine = run.Engine;
        EngineStatus? status = engine?.Status;
        IRunningVersion? live = runs.Live?.Engine; // It may be another one, or none, in a moment.
        IReadOnlyList<PartitionProgress> partitions = status is null ? []
            : PartitionProgress.Of(engine!, status.AsOf, live == engine ? null : live?.Status.AsOf);
        return new VersionStatus(
            record, status, error, partitions, run.Progress.Rate(engine?.RecordsProcessed ?? 0),
            run.Throttle.Setting, run.Throttle.Factor, live is null ? null : LiveStatus.Of(live), cutover);
    }

    /// <summary>Waits until a version stands as wished.</summary>
    public async Task<VersionStatus> WaitAsync(
        int? version, Func<VersionStatus, bool> wished, CancellationToken cancellationToken)
    {
        while (true)
        {
            long seen = site.Log.ChangeNumber;
            VersionStatus status = Status(version);
            if (wished(status))
            {
                return status;
            }

            // A status follows its commit by a moment, and nothing tells of that: look again soon.
            using var change = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(
                site.Log.WaitForChangeAsync(seen, change.Token), Task.Delay(LookAgain, site.Time, change.Token));
            await change.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
        }
    }
}
