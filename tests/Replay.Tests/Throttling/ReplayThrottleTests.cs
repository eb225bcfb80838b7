namespace Kappa.Replay.Tests;

public sealed class ReplayThrottleTests
{
    [Theory]
    [InlineData(1_000, 100, 0)]
    [InlineData(1_000, 100, 60)]
    [InlineData(1_000, 5_000, 20)]
    [InlineData(50, 5, 99)]
    [InlineData(1_000_000, 100_000, 90)]
    public void A_rate_is_kept_also_where_the_runs_take_most_of_the_time(long rate, long records, int runMs)
    {
        var clock = new SkippingClock();
        var throttle = new ReplayThrottle(clock) { Setting = new Throttle(false, rate) };
        DateTimeOffset started = clock.GetUtcNow();
        long done = 0;
        for (int run = 0; run < 200; run++)
        {
            clock.Advance(TimeSpan.FromMilliseconds(runMs));
            done += records;
            clock.Advance(throttle.After(records, TimeSpan.FromMilliseconds(runMs), null));
        }

        double found = done / (clock.GetUtcNow() - started).TotalSeconds;
        Assert.InRange(found, rate * 0.8, rate * 1.2);
    }

    [Fact]
    public void A_pause_is_not_made_up_for_by_running_ahead()
    {
        var clock = new SkippingClock();
        var throttle = new ReplayThrottle(clock) { Setting = new Throttle(false, 100) };
        throttle.After(10, TimeSpan.Zero, null);
        clock.Advance(TimeSpan.FromHours(1)); // Nothing was there to read.

        Assert.Equal(TimeSpan.FromMilliseconds(100), throttle.After(10, TimeSpan.Zero, null));
    }

    [Fact]
    public void A_slice_that_owes_years_waits_no_longer_than_a_timer_can()
    {
        var throttle = new ReplayThrottle(new SkippingClock()) { Setting = new Throttle(false, 1) };

        Assert.InRange(throttle.After(1_000_000_000, TimeSpan.Zero, null), TimeSpan.FromDays(1), TimeSpan.FromDays(49));
    }

    [Fact]
    public async Task A_replay_keeps_its_rate_and_status_shows_it()
    {
        var clock = new SkippingClock();
        var caughtUp = new TaskCompletionSource<DateTimeOffset>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using ReplaySite site = await BacklogAsync(clock, 400);
        site.Step = step =>
        {
            if (step == ReplaySteps.ReplayFollowed)
            {
                caughtUp.TrySetResult(clock.GetUtcNow());
            }
        };
        DateTimeOffset started = clock.GetUtcNow();

        VersionStatus status = await site.Versions.StartReplayAsync(
            new ReplayRequest(2, Throttle: Throttle.Parse("50/s")), VersionsFixture.TestTimeout());
        DateTimeOffset ended = await caughtUp.Task.WaitAsync(VersionsFixture.TestTimeout());

        // 400 records in the clock's time: nobody has waited for it.
        Assert.InRange((ended - started).TotalSeconds, 8 * 0.8, 8 * 1.2);
        Assert.Equal((50, "50"), (status.Throttle.RecordsPerSecond, status.Record.Throttle));
    }

    [Fact]
    public async Task A_throttle_is_lifted_while_the_replay_waits_for_its_turn()
    {
        // After each slice it has to wait for forty seconds, by the real clock.
        await using ReplaySite site = await BacklogAsync(TimeProvider.System, 120, slice: 40);
        await site.Versions.StartReplayAsync(
            new ReplayRequest(2, Throttle: new Throttle(false, 1)), VersionsFixture.TestTimeout());
        await site.Versions.WaitAsync(2, status => status.RecordsDone > 0, VersionsFixture.TestTimeout());
        long before = site.Versions.Status(2).RecordsDone;

        VersionStatus status = await site.Versions.SetThrottleAsync(
            Throttle.None, "me", VersionsFixture.TestTimeout());
        using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        await site.Versions.WaitAsync(2, found => found.Record.State == VersionState.CaughtUp, soon.Token);

        Assert.InRange(before, 1, 100);
        Assert.Equal(("none", "me"), (status.Record.Throttle, status.Record.By));
        Assert.Equal(Throttle.None, status.Throttle);
    }

    [Fact]
    public async Task A_throttle_outlives_a_restart()
    {
        await using ReplaySite site = await BacklogAsync(TimeProvider.System, 30);
        await site.Versions.StartReplayAsync(new ReplayRequest(2), VersionsFixture.TestTimeout());
        await site.Versions.SetThrottleAsync(Throttle.Parse("7"), null, VersionsFixture.TestTimeout());
        await site.RestartAsync();
        Throttle rate = site.Versions.Status(2).Throttle;
        await site.Versions.SetThrottleAsync(Throttle.Parse("auto"), null, VersionsFixture.TestTimeout());
        await site.RestartAsync();

        Assert.Equal(new Throttle(false, 7), rate);
        Assert.Equal(new Throttle(true, 0), site.Versions.Status(2).Throttle);
    }

    [Theory]
    [InlineData("none", false, 0)]
    [InlineData("auto", true, 0)]
    [InlineData("50000", false, 50_000)]
    [InlineData(" 50k/s ", false, 50_000)]
    [InlineData("2m/s", false, 2_000_000)]
    [InlineData("3M", false, 3_000_000)]
    [InlineData("1", false, 1)]
    public void A_throttle_is_read_as_it_is_written(string text, bool isAuto, long rate)
    {
        Throttle throttle = Throttle.Parse(text);

        Assert.Equal(new Throttle(isAuto, rate), throttle);
        Assert.Equal(throttle, Throttle.Parse(throttle.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("k")]
    [InlineData("1.5k")]
    [InlineData("fast")]
    [InlineData("5k/h")]
    [InlineData("99999999999999999999")]
    public void What_is_no_throttle_is_refused(string text)
    {
        KappaException error = Assert.Throws<KappaException>(() => Throttle.Parse(text));

        Assert.Equal(("KAP4010", ExitCodes.Usage), (error.Code, error.ExitCode));
    }

    private static async Task<ReplaySite> BacklogAsync(TimeProvider clock, int records, int slice = 1)
    {
        ReplaySite site = ReplaySite.Create(with: settings => settings with
        {
            Seams = settings.Seams with { Time = clock },
            Limits = settings.Limits with { SliceRecords = slice },
            Cuts = settings.Cuts with { Distance = TimeSpan.Zero },
        });
        await SmallReplays.StartWithBacklogAsync(site, records, Totals.Plain(1), Totals.Plain(2));
        return site;
    }
}
