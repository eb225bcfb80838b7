namespace Kappa.Bench;

/// <summary>Gives the moments at which something is to be done so many times a second.</summary>
/// <remarks>Moments do not move: whoever is late catches up. One thread.</remarks>
internal sealed class Pace(TimeProvider time, int timesPerSecond)
{
    private readonly TimeSpan _distance = TimeSpan.FromSeconds(1.0 / timesPerSecond);
    private readonly long _started = time.GetTimestamp();
    private int _moments;

    public TimeSpan Elapsed => time.GetElapsedTime(_started);

    /// <summary>Waits for the next moment.</summary>
    /// <returns>
    /// How late it is already, where the caller was still busy at that moment; else zero: a timer that rings late is
    /// nobody's delay.
    /// </returns>
    public TimeSpan WaitForNext()
    {
        TimeSpan left = (_distance * ++_moments) - Elapsed;
        if (left <= TimeSpan.Zero)
        {
            return -left;
        }

        Task.Delay(left, time, CancellationToken.None).GetAwaiter().GetResult();
        return TimeSpan.Zero;
    }
}
