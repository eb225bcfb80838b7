namespace Kappa.Engine.Tests;

public sealed class LatencyMeterTests
{
    [Fact]
    public void Percentiles_are_those_of_the_last_runs_and_older_ones_are_forgotten()
    {
        var meter = new LatencyMeter();
        for (int ms = 1_000; ms > 0; ms--)
        {
            meter.Add(TimeSpan.FromMilliseconds(ms));
        }

        Assert.Equal(1_000, meter.Count);
        Assert.Equal([1, 512], new[] { meter.Percentile(0), meter.Percentile(100) });
        Assert.Equal([1, 6, 11], new[] { 0, 50, 100 }.Select(percent => meter.Percentile(percent, last: 11)));
    }

    [Fact]
    public void Nothing_measured_is_zero_and_a_percentile_that_there_is_not_is_refused()
    {
        var meter = new LatencyMeter();

        Assert.Equal(0, meter.Percentile(99));
        Assert.Throws<ArgumentOutOfRangeException>(() => meter.Percentile(101));
        Assert.Throws<ArgumentOutOfRangeException>(() => meter.Percentile(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => meter.Percentile(50, -1));
    }
}
