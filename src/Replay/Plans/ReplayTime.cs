namespace Kappa.Replay;

/// <summary>Extrapolates a sample to the whole replay.</summary>
internal static class ReplayTime
{
    private const double Faster = 1.25; // Than the fastest part of the sample: longer runs, warmer caches.
    private const double Slower = 1.6; // Than the slowest part: stores grow, the disk fills up, others work too.

    /// <param name="records">Records to read.</param>
    /// <param name="outcome">The sample.</param>
    /// <param name="throttle">Most records per second; null for no throttle.</param>
    /// <returns>Null where the sample has no rate.</returns>
    public static PlanTime? Estimate(long records, SampleOutcome outcome, long? throttle)
    {
        if (records == 0)
        {
            return new PlanTime(TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero);
        }

        PlanSample sample = outcome.Sample;
        return sample.Records == 0
            ? null
            : new PlanTime(
                At(sample.Fastest * Faster),
                At(sample.RecordsPerSecond) + outcome.Opening,
                At(sample.Slowest / Slower) + (outcome.Opening * 2));

        TimeSpan At(double rate) => Seconds(records / Math.Min(rate, throttle ?? double.PositiveInfinity));
    }

    private static TimeSpan Seconds(double seconds) =>
        seconds < TimeSpan.MaxValue.TotalSeconds / 2 ? TimeSpan.FromSeconds(seconds) : TimeSpan.MaxValue / 2;
}
