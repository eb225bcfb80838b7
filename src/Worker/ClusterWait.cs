using Kappa.Logs;

namespace Kappa.Worker;

/// <summary>Waits for a cluster that does not answer when the worker starts, and says so.</summary>
/// <remarks>The worker listens meanwhile: it lives, and is not ready.</remarks>
/// <param name="settings">The worker's.</param>
internal sealed class ClusterWait(WorkerSettings settings)
{
    /// <summary>How long one try waits: whoever looks at the worker soon knows what it waits for.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan TellAgain = TimeSpan.FromMinutes(1);

    private long? _toldAt;

    /// <summary>Opens the log as soon as the cluster answers.</summary>
    /// <param name="cluster">Which one.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="KappaException">What does not pass: a property or a permission, for instance.</exception>
    public async Task<ILog> OpenAsync(ILogCluster cluster, CancellationToken cancellationToken)
    {
        for (TimeSpan wait = FirstWait; ; wait = wait * 2 < LongestWait ? wait * 2 : LongestWait)
        {
            try
            {
                cluster.Reach(Patience, settings.Time);
                return cluster.Open(settings.Notice, settings.Time);
            }
            catch (KappaException error) when (error.ExitCode == ExitCodes.Unreachable)
            {
                Tell(error);
            }

            await Task.Delay(wait, settings.Time, cancellationToken);
        }
    }

    private void Tell(KappaException error)
    {
        if (_toldAt is not { } at || settings.Time.GetElapsedTime(at) > TellAgain)
        {
            _toldAt = settings.Time.GetTimestamp();
            settings.Notice?.Invoke(
                $"{error.Message} The worker waits for it; it is not ready until then. [{error.Code}]");
        }
    }
}
