namespace Kappa.Engine;

/// <summary>How long live runs take, from the moment that input is seen to its commit. Thread-safe.</summary>
/// <remarks>Keeps the last <see cref="Kept"/> runs: a replay beside the live version shows within seconds.</remarks>
/// <param name="time">The clock.</param>
public sealed class LatencyMeter(TimeProvider time)
{
    private const int Kept = 512;

    private readonly Lock _lock = new();
    private readonly double[] _milliseconds = new double[Kept];
    private readonly long[] _measuredAt = new long[Kept];
    private long _count;

    /// <summary>Runs measured so far.</summary>
    public long Count => Interlocked.Read(ref _count);

    internal void Add(TimeSpan elapsed)
    {
        lock (_lock)
        {
            _measuredAt[_count % Kept] = time.GetTimestamp();
            _milliseconds[_count++ % Kept] = elapsed.TotalMilliseconds;
        }
    }

    /// <summary>Reads a percentile of the last runs.</summary>
    /// <param name="percent">0 to 100.</param>
    /// <param name="last">How many of the last runs count; 0 or more, of which 512 are kept.</param>
    /// <returns>Milliseconds; 0 where nothing was measured.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public double Percentile(double percent, int last = Kept)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(percent, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(percent, 100);
        ArgumentOutOfRangeException.ThrowIfNegative(last);
        return Last(_ => true, last) is { Length: > 0 } kept ? Of(kept, percent) : 0;
    }

    /// <summary>Reads the median and the 99th percentile of what was measured lately.</summary>
    /// <param name="age">How long ago, at most.</param>
    /// <returns>Milliseconds; null where nothing was measured: an idle version has no latency.</returns>
    public (double P50, double P99)? Within(TimeSpan age)
    {
        long now = time.GetTimestamp();
        double[] kept = Last(index => time.GetElapsedTime(_measuredAt[index], now) <= age, Kept);
        return kept.Length == 0 ? null : (Of(kept, 50), Of(kept, 99));
    }

    private static double Of(double[] sorted, double percent) =>
        sorted[(int)Math.Round((sorted.Length - 1) * percent / 100)];

    /// <summary>The last runs, newest first as long as they are wanted; sorted by what they took.</summary>
    private double[] Last(Func<long, bool> isWanted, int most)
    {
        var kept = new List<double>();
        lock (_lock)
        {
            long oldest = _count - Math.Min(_count, Math.Min(most, Kept));
            for (long run = _count - 1; run >= oldest && isWanted(run % Kept); run--)
            {
                kept.Add(_milliseconds[run % Kept]);
            }
        }

        kept.Sort();
        return [.. kept];
    }
}
