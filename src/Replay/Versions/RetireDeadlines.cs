namespace Kappa.Replay;

/// <summary>Retires a version that was live before when its deadline has come.</summary>
/// <param name="site">What the versions share.</param>
/// <param name="runs">The versions.</param>
/// <param name="retire">Retires a version.</param>
/// <param name="stop">Ends it.</param>
internal sealed class RetireDeadlines(
    VersionSite site, RunningVersions runs, Func<int, Task> retire, CancellationToken stop) : IDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(20); // A timer takes no more than 49.
    private static readonly TimeSpan Again = TimeSpan.FromMinutes(1);

    private ITimer? _timer;

    /// <summary>Looks for the next deadline, and waits for it.</summary>
    /// <param name="atLeast">How long to wait in any case.</param>
    public void Watch(TimeSpan atLeast = default)
    {
        _timer?.Dispose();
        DateTimeOffset[] deadlines = [.. runs.Records.Where(record => record.HasData).Select(record => record.Deadline)
            .OfType<DateTimeOffset>()];
        if (deadlines.Length > 0)
        {
            TimeSpan left = deadlines.Min() - site.Time.GetUtcNow();
            _timer = site.Time.CreateTimer(
                _ => _ = RetireOverdueAsync(), null,
                left < atLeast ? atLeast : left > LongestWait ? LongestWait : left, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose() => _timer?.Dispose();

    private async Task RetireOverdueAsync()
    {
        try
        {
            foreach (VersionRecord record in runs.Records.Where(record =>
                record.State is VersionState.Draining or VersionState.Stopped
                && record.Deadline <= site.Time.GetUtcNow()))
            {
                await retire(record.Version);
            }
        }
        catch (Exception error) when (error is KappaException or OperationCanceledException)
        {
            site.Settings.Seams.Notice?.Invoke($"A version of {site.Topology} could not be retired: {error.Message}");
        }

        if (!stop.IsCancellationRequested)
        {
            Watch(Again);
        }
    }
}
