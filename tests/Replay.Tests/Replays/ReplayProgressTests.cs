namespace Kappa.Replay.Tests;

/// <summary>How fast a replay goes and when it will be done, at any moment of it.</summary>
public sealed class ReplayProgressTests
{
    [Fact]
    public async Task Amid_the_first_run_a_replay_has_a_rate_and_a_time_that_is_left()
    {
        // A run may be all of history: its records counted when it was committed, and never before the second one.
        var half = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var go = new TaskCompletionSource();
        await using ReplaySite site = ReplaySite.Create();
        OfferedVersion held = Totals.Version(2, (_, value, total) =>
        {
            if (value == "half" && half.TrySetResult())
            {
                go.Task.Wait();
            }

            return total + value;
        });
        await site.StartAsync(Totals.Plain(1), held);
        site.Fixture.Write([("a", "x"), ("a", "y"), ("a", "half"), ("a", "z")]);
        await site.Fixture.SettleAsync();
        await site.Versions.StartReplayAsync(new ReplayRequest(2), VersionsFixture.TestTimeout());
        await half.Task.WaitAsync(VersionsFixture.TestTimeout());

        VersionStatus amid = site.Versions.Status(2);
        go.SetResult();
        await site.Fixture.WaitForAsync(2, VersionState.CaughtUp);

        Assert.Equal((0, 4), (amid.RecordsDone, amid.RecordsTotal));
        Assert.True(amid.RecordsPerSecond > 0);
        Assert.True(amid.Eta > TimeSpan.Zero);
    }

    [Fact]
    public void A_rate_is_that_of_the_last_seconds_and_of_this_moment()
    {
        var clock = new SkippingClock();
        var meter = new ProgressMeter(clock);
        meter.Begin(100);
        clock.Advance(TimeSpan.FromSeconds(2));
        double first = meter.Rate(120);
        clock.Advance(TimeSpan.FromSeconds(10));
        meter.Add(1_300);
        clock.Advance(TimeSpan.FromSeconds(11));
        meter.Add(1_410);

        Assert.Equal(10, first);
        Assert.Equal(10, meter.Rate(1_410)); // The first twelve seconds are over.
    }

    [Fact]
    public void A_replay_that_is_resumed_does_not_go_backwards()
    {
        // Another engine counts from zero again: the rate was below zero, and the time that is left unknown.
        var clock = new SkippingClock();
        var meter = new ProgressMeter(clock);
        meter.Begin(0);
        clock.Advance(TimeSpan.FromSeconds(1));
        meter.Add(1_000_000);

        double paused = meter.Rate(0);
        meter.Begin(0);
        clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(0, paused);
        Assert.Equal(50, meter.Rate(50));
    }
}
