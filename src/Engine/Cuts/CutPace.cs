namespace Kappa.Engine;

/// <summary>
/// How far apart the cuts of live traffic are. Each of them costs a commit, whatever it holds, so where commits are
/// quick they are as far apart as the aim of the latency leaves room for; the first after a pause comes at once.
/// </summary>
/// <remarks>
/// A record waits for half of the distance on average, and then for a commit: that is the aim, and the distance what is
/// left of it. One thread.
/// </remarks>
/// <param name="settings">The least distance, the aim and the clock.</param>
internal sealed class CutPace(EngineSettings settings)
{
    private const int Smoothing = 8;

    private TimeSpan? _commit;
    private long _committedAt;

    /// <summary>The distance from the end of one commit to the next cut.</summary>
    public TimeSpan Distance
    {
        get
        {
            if (settings.Cuts.LatencyAim is not { } aim)
            {
                return settings.Cuts.Distance;
            }

            TimeSpan left = 2 * (aim - (_commit ?? TimeSpan.Zero));
            left = left < aim ? left : aim;
            return left > settings.Cuts.Distance ? left : settings.Cuts.Distance;
        }
    }

    /// <summary>What is left of it; zero or less where the next cut may come.</summary>
    public TimeSpan Left => Distance - settings.Seams.Time.GetElapsedTime(_committedAt);

    /// <summary>A commit is done.</summary>
    /// <param name="took">How long it has taken.</param>
    public void Committed(TimeSpan took)
    {
        _commit = _commit is { } before ? before + ((took - before) / Smoothing) : took;
        _committedAt = settings.Seams.Time.GetTimestamp();
    }
}
