namespace Kappa.Engine.Tests;

public sealed class CutPaceTests
{
    private readonly StandingClock _clock = new();

    [Theory]
    [InlineData(1, 15)] // No further apart than the aim.
    [InlineData(10, 10)] // Half of it and a commit: the aim.
    [InlineData(14, 5)]
    [InlineData(100, 5)] // Nothing is left of the aim.
    public void Cuts_are_as_far_apart_as_the_aim_of_the_latency_leaves_beside_a_commit(int commitMs, int expectedMs)
    {
        CutPace pace = New(aimMs: 15);

        pace.Committed(TimeSpan.FromMilliseconds(commitMs));

        Assert.Equal(TimeSpan.FromMilliseconds(expectedMs), pace.Distance);
    }

    [Fact]
    public void Commits_that_become_slower_bring_the_cuts_together_step_by_step()
    {
        CutPace pace = New(aimMs: 15);
        pace.Committed(TimeSpan.FromMilliseconds(8));
        TimeSpan before = pace.Distance;

        pace.Committed(TimeSpan.FromMilliseconds(16));
        TimeSpan after = pace.Distance;

        Assert.Equal((14, 12), (before.TotalMilliseconds, after.TotalMilliseconds));
    }

    [Fact]
    public void The_first_cut_after_a_pause_comes_at_once()
    {
        CutPace pace = New(aimMs: 15);
        pace.Committed(TimeSpan.FromMilliseconds(1));
        TimeSpan atOnce = pace.Left;
        _clock.Now += TimeSpan.FromMilliseconds(15);

        Assert.Equal((15, 0), (atOnce.TotalMilliseconds, pace.Left.TotalMilliseconds));
    }

    [Fact]
    public void Without_an_aim_the_distance_stays_the_least()
    {
        CutPace pace = New(aimMs: null);

        pace.Committed(TimeSpan.FromMilliseconds(1));

        Assert.Equal(TimeSpan.FromMilliseconds(5), pace.Distance);
    }

    private CutPace New(int? aimMs) => new(new EngineSettings
    {
        Cuts = new()
        {
            Distance = TimeSpan.FromMilliseconds(5),
            LatencyAim = aimMs is { } ms ? TimeSpan.FromMilliseconds(ms) : null,
        },
        Seams = new() { Time = _clock },
    });

    private sealed class StandingClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => Now;

        public override long GetTimestamp() => Now.Ticks;
    }
}
