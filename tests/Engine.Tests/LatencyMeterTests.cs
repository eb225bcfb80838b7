namespace Kappa.Engine.Tests;

public sealed class LatencyMeterTests
{
    [Fact]
    public void Percentiles_are_those_of_the_last_runs_and_older_ones_are_forgotten()
    {
        var meter = new LatencyMeter(TimeProvider.System);
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
        var meter = new LatencyMeter(TimeProvider.System);

        Assert.Equal(0, meter.Percentile(99));
        Assert.Throws<ArgumentOutOfRangeException>(() => meter.Percentile(101));
        Assert.Throws<ArgumentOutOfRangeException>(() => meter.Percentile(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => meter.Percentile(50, -1));
    }

    [Fact]
    public void An_idle_version_has_no_latency()
    {
        var clock = new MovedClock();
        var meter = new LatencyMeter(clock);
        meter.Add(TimeSpan.FromSeconds(3));
        clock.Now += TimeSpan.FromSeconds(59);
        (double P50, double P99)? soon = meter.Within(TimeSpan.FromMinutes(1));
        meter.Add(TimeSpan.FromMilliseconds(5));
        clock.Now += TimeSpan.FromSeconds(30);

        (double P50, double P99)? later = meter.Within(TimeSpan.FromMinutes(1));
        clock.Now += TimeSpan.FromSeconds(31);

        Assert.Equal((3_000, 3_000), soon);
        Assert.Equal((5, 5), later); // The first one is over a minute old.
        Assert.Null(meter.Within(TimeSpan.FromMinutes(1)));
    }

    private sealed class MovedClock : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
