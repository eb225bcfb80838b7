namespace Kappa.Replay;

/// <summary>Draws rates from the runs of a sample.</summary>
/// <remarks>
/// The first quarter of the time goes for warming up: code is compiled, caches fill, runs are short. The rest is put
/// together to four parts of about equal time, so that one short run does not make an extreme.
/// </remarks>
internal sealed class SampleRates
{
    private const int Parts = 4;

    /// <param name="windows">The runs in their order; at least one, each with records.</param>
    public SampleRates(IReadOnlyList<SampleWindow> windows)
    {
        IReadOnlyList<SampleWindow> warm = Warm(windows);
        Average = Rate(warm);
        double[] parts = [.. Split(warm).Select(Rate)];
        (Slowest, Fastest) = (Math.Min(Average, parts.Min()), Math.Max(Average, parts.Max()));
    }

    /// <summary>Records per second, as the other two.</summary>
    public double Average { get; }

    public double Slowest { get; }

    public double Fastest { get; }

    private static IReadOnlyList<SampleWindow> Warm(IReadOnlyList<SampleWindow> windows)
    {
        TimeSpan cold = Sum(windows) / Parts;
        TimeSpan passed = TimeSpan.Zero;
        int first = 0;
        while (first < windows.Count && passed < cold)
        {
            passed += windows[first++].Time;
        }

        return windows.Count - first < 2 ? windows : [.. windows.Skip(first)];
    }

    private static IEnumerable<IReadOnlyList<SampleWindow>> Split(IReadOnlyList<SampleWindow> windows)
    {
        TimeSpan whole = Sum(windows) / Parts;
        var part = new List<SampleWindow>();
        foreach (SampleWindow window in windows)
        {
            part.Add(window);
            if (Sum(part) >= whole)
            {
                yield return part;
                part = [];
            }
        }

        // What is left is shorter than a part: it counts in the average only.
    }

    private static TimeSpan Sum(IEnumerable<SampleWindow> windows) =>
        new(windows.Sum(window => window.Time.Ticks));

    private static double Rate(IReadOnlyList<SampleWindow> windows) =>
        windows.Sum(window => window.Records) / Math.Max(1e-6, Sum(windows).TotalSeconds);
}
