namespace Kappa.Bench;

/// <summary>Times that something took. One thread.</summary>
internal sealed class LatencySample
{
    private readonly List<double> _milliseconds = [];
    private bool _isSorted = true;

    public int Count => _milliseconds.Count;

    public void Add(TimeSpan time)
    {
        _milliseconds.Add(time.TotalMilliseconds);
        _isSorted = false;
    }

    public void Add(LatencySample other)
    {
        _milliseconds.AddRange(other._milliseconds);
        _isSorted = false;
    }

    /// <summary>The time, in milliseconds, that a share of them did not exceed; 0 where there are none.</summary>
    /// <param name="percent">0 to 100.</param>
    public double Percentile(int percent)
    {
        if (!_isSorted)
        {
            _milliseconds.Sort();
            _isSorted = true;
        }

        return Count == 0 ? 0 : _milliseconds[(int)((Count - 1) * (long)percent / 100)];
    }
}
