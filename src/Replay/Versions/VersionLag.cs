using Kappa.Engine;

namespace Kappa.Replay;

/// <summary>Waits for versions by what the log says of their sources.</summary>
public static class VersionLag
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    /// <summary>Waits until a version has taken in all that its sources hold by now.</summary>
    /// <param name="versions">The versions of the topology.</param>
    /// <param name="version">The number of the version.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static Task<VersionStatus> WaitUntilTakenInAsync(
        this TopologyVersions versions, int version, CancellationToken cancellationToken) =>
        WaitUntilTakenInAsync(versions, version, _ => { }, cancellationToken);

    /// <summary>Waits until a version has taken in all that its sources hold by now, and tells how it stands.</summary>
    /// <param name="versions">The versions of the topology.</param>
    /// <param name="version">The number of the version.</param>
    /// <param name="report">Told of each status on the way.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<VersionStatus> WaitUntilTakenInAsync(
        this TopologyVersions versions, int version, Action<VersionStatus> report, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(versions);
        ArgumentNullException.ThrowIfNull(report);
        IRunningVersion? engine = null;
        await versions.WaitAsync(version, _ => (engine = versions.Find(version)) is not null, cancellationToken);
        while (true)
        {
            EngineLag lag = await engine!.Lag.ReadAsync(Timeout.InfiniteTimeSpan, cancellationToken);
            using var again = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            again.CancelAfter(LookAgain);
            try
            {
                return await versions.WaitAsync(
                    version,
                    status =>
                    {
                        report(status);
                        return status.Engine is { } at && lag.IsReachedBy(at.AsOf);
                    },
                    again.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // Nothing but markers and aborted records may be left, which shows when the engine stands still.
            }
        }
    }
}
