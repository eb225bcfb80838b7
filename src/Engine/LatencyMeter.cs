namespace Kappa.Engine;

/// <summary>How long live runs take, from the moment that input is seen to its commit. Thread-safe.</summary>
/// <remarks>Keeps the last <see cref="Kept"/> runs: a replay beside the live version shows within seconds.</remarks>
public sealed class LatencyMeter
{
    private const int Kept = 512;

    private readonly Lock _lock = new();
    private readonly double[] _milliseconds = new double[Kept];
    private long _count;

    /// <summary>Runs measured so far.</summary>
    public long Count => Interlocked.Read(ref _count);

    internal void Add(TimeSpan elapsed)
    {
        lock (_lock)
        {
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
        double[] kept;
        lock (_lock)
        {
            int count = (int)Math.Min(_count, Math.Min(last, Kept));
            kept = new double[count];
            for (int i = 0; i < count; i++)
            {
                kept[i] = _milliseconds[(_count - 1 - i) % Kept];
            }
        }

        Array.Sort(kept);
        return kept.Length == 0 ? 0 : kept[(int)Math.Round((kept.Length - 1) * percent / 100)];
    }
}
