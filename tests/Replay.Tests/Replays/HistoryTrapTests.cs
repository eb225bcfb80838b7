using Kappa.Engine;
using Kappa.Logs;

namespace Kappa.Replay.Tests;

/// <summary>The traps of history that is gone (docs/replay-traps.md 7 to 9).</summary>
public sealed class HistoryTrapTests
{
    private static readonly EmbeddedLogOptions SmallSegments = new()
    {
        JournalBytes = 1 << 20,
        SegmentBytes = 4096,
        CompactionBytes = 0,
        CleanUpInterval = TimeSpan.FromDays(3),
    };

    [Fact]
    public async Task Trap_7_the_plan_warns_of_who_counts_what_compaction_took_away()
    {
        await using ReplaySite site = ReplaySite.Create(options: SmallSegments);
        site.CreateTopic(Totals.Input, 1, CleanupPolicy.Compact);
        site.Append(Totals.Input, 0, ("a", "x", 1), ("a", "y", 2), ("b", "z", 3));
        await site.StartAsync(Totals.Plain(1), Totals.Plain(2));

        ReplayPlan plan = site.Versions.Plan(new ReplayRequest(2), VersionsFixture.TestTimeout());

        PlanWarning warning = Assert.Single(plan.Warnings);
        Assert.Equal((PlanWarningKind.Compacted, Totals.Input), (warning.Kind, warning.Topic));
        Assert.Contains("'totals'", warning.Text, StringComparison.Ordinal);
        await site.Fixture.SettleAsync();
        await site.Fixture.ReplayAsync(2);
        Assert.False(site.Versions.Status(2).Record.IsWhole); // So a cutover deletes no key by itself.
    }

    [Fact]
    public async Task Trap_8_a_key_that_was_deleted_while_a_replay_was_paused_does_not_come_back()
    {
        var clock = new SkippingClock();
        await using ReplaySite site = await PausedOverCompactedAsync(clock);
        site.Append("users", 0, ("gone", null, 10));
        site.Append("users", 0, ("other", "o", 11));
        await site.Fixture.SettleAsync();
        clock.Advance(TimeSpan.FromHours(1));
        CompactAway(site, clock);

        KappaException error = await Assert.ThrowsAsync<KappaException>(
            () => site.Versions.ResumeAsync(null, null, VersionsFixture.TestTimeout()));

        Assert.Equal(("KAP4029", ExitCodes.Mismatch), (error.Code, error.ExitCode));
        Assert.Contains("'users' is compacted", error.Message, StringComparison.Ordinal);
        Assert.Equal(VersionState.Stopped, site.Versions.Status(2).Record.State);
        await site.RestartAsync();
        await Assert.ThrowsAsync<KappaException>(
            () => site.Versions.ResumeAsync(null, null, VersionsFixture.TestTimeout()));
        await site.Versions.AbortAsync(null, null, VersionsFixture.TestTimeout());
        await site.Fixture.ReplayAsync(2);
        Assert.Equal(new SortedDictionary<string, string> { ["other"] = "o" }, site.Image(2, "names"));
        Assert.Equal(site.Stores(1), site.Stores(2));
    }

    [Fact]
    public async Task Trap_8_a_short_pause_over_a_compacted_source_is_fine()
    {
        var clock = new SkippingClock();
        await using ReplaySite site = await PausedOverCompactedAsync(clock);
        site.Append("users", 0, ("gone", null, 10));
        await site.Fixture.SettleAsync();
        clock.Advance(TimeSpan.FromHours(11));

        await site.Versions.ResumeAsync(null, null, VersionsFixture.TestTimeout());
        await CaughtUpAsync(site);

        Assert.Empty(site.Image(2, "names"));
    }

    [Fact]
    public async Task Trap_8_a_long_pause_in_which_nothing_was_written_is_fine()
    {
        var clock = new SkippingClock();
        await using ReplaySite site = await PausedOverCompactedAsync(clock);
        clock.Advance(TimeSpan.FromDays(30));
        await site.Versions.ResumeAsync(null, null, VersionsFixture.TestTimeout());
        await CaughtUpAsync(site);
        clock.Advance(TimeSpan.FromDays(30)); // And so is a shadow that has had nothing to follow for long.

        site.Append("users", 0, ("gone", null, 10));
        await site.Fixture.SettleAsync();
        await EmptyAsync(site);

        Assert.Equal(VersionState.CaughtUp, site.Versions.Status(2).Record.State);
        Assert.Null(site.Versions.Status(2).Error);
    }

    [Fact]
    public async Task Trap_8_a_replay_that_takes_longer_than_tombstones_are_kept_stops()
    {
        var clock = new SkippingClock();
        var gate = new StepGate(ReplaySteps.ReplayCommitted, times: 2);
        await using ReplaySite site = ReplaySite.Create(
            options: SmallSegments, logTime: clock,
            with: settings => SmallReplays.Small(With(settings, clock)));
        site.Step = gate.Pass;
        site.CreateTopic("users", 1, CleanupPolicy.Compact);
        for (int record = 0; record < 20; record++)
        {
            site.Append("users", 0, ($"k{record}", "v", record));
        }

        await site.StartAsync(Names(1), Names(2));
        await EmptyAsync(site, 1);
        await site.Versions.StartReplayAsync(new ReplayRequest(2), VersionsFixture.TestTimeout());
        await gate.Reached;
        clock.Advance(TimeSpan.FromHours(23));
        gate.Open();
        VersionStatus stopped = await UntilAsync(site, 2, status => status.Error is not null);

        Assert.Contains("tombstones for 24 hours", stopped.Error, StringComparison.Ordinal);
        Assert.Equal(VersionState.Stopped, stopped.Record.State);
        Assert.Equal(VersionState.Live, site.Versions.Status(1).Record.State);
    }

    [Fact]
    public async Task Trap_9_retention_that_overtakes_a_paused_replay_stops_it_and_skips_nothing()
    {
        await using ReplaySite site = ReplaySite.Create(with: SmallReplays.Small);
        await PauseMidwayAsync(site, Totals.Plain(1), Totals.Plain(2));
        AsOf position = site.Versions.Status(2).Engine?.AsOf ?? new AsOf("", 0, 0, new Dictionary<string, long>());
        site.Log.DeleteRecords(new TopicPartition(Totals.Input, 0), 30);

        KappaException error = await Assert.ThrowsAsync<KappaException>(
            () => site.Versions.ResumeAsync(null, null, VersionsFixture.TestTimeout()));

        Assert.Equal(("KAP5005", ExitCodes.Mismatch), (error.Code, error.ExitCode));
        Assert.Contains("begins at offset 30", error.Message, StringComparison.Ordinal);
        Assert.Equal(VersionState.Stopped, site.Versions.Status(2).Record.State);
        Assert.Empty(position.Offsets);
        Assert.Null(site.Fixture.Fatal);
    }

    [Fact]
    public async Task Trap_9_retention_that_overtakes_a_paused_replay_without_stores_stops_it_too()
    {
        await using ReplaySite site = ReplaySite.Create(with: SmallReplays.Small);
        await PauseMidwayAsync(site, Copy(1), Copy(2));
        site.Log.DeleteRecords(new TopicPartition(Totals.Input, 0), 30);

        KappaException error = await Assert.ThrowsAsync<KappaException>(
            () => site.Versions.ResumeAsync(null, null, VersionsFixture.TestTimeout()));

        Assert.Equal("KAP5005", error.Code);
    }

    [Fact]
    public async Task Trap_9_retention_that_overtakes_a_replay_at_work_stops_it_and_skips_nothing()
    {
        var gate = new StepGate(ReplaySteps.ReplayCommitted, times: 2);
        await using ReplaySite site = ReplaySite.Create(with: SmallReplays.Small);
        site.Step = gate.Pass;
        await SmallReplays.StartWithBacklogAsync(site, 200, Totals.Plain(1), Totals.Plain(2));
        await site.Versions.StartReplayAsync(new ReplayRequest(2), VersionsFixture.TestTimeout());
        await gate.Reached;
        site.Log.DeleteRecords(new TopicPartition(Totals.Input, 0), 80);
        gate.Open();

        VersionStatus stopped = await UntilAsync(site, 2, status => status.Error is not null);

        Assert.Contains("begins at offset 80", stopped.Error, StringComparison.Ordinal);
        Assert.Contains("retention", stopped.Error, StringComparison.Ordinal);
        Assert.Equal(VersionState.Stopped, stopped.Record.State);
        Assert.Equal(VersionState.Live, site.Versions.Status(1).Record.State);
    }

    [Fact]
    public async Task Trap_9_retention_between_the_start_and_the_first_commit_makes_it_no_replay_of_all()
    {
        // A cutover of a whole replay deletes keys that only the topic has: this one must not.
        bool kills = true;
        await using ReplaySite site = ReplaySite.Create(with: SmallReplays.Small);
        site.Step = step =>
        {
            if (kills && step == ReplaySteps.StartRegistered)
            {
                throw new InvalidOperationException("killed");
            }
        };
        await SmallReplays.StartWithBacklogAsync(site, 60, Totals.Plain(1), Totals.Plain(2));
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => site.Versions.StartReplayAsync(new ReplayRequest(2), VersionsFixture.TestTimeout()));
        bool before = site.Versions.Records[1].IsWhole;
        kills = false;
        await site.StopAsync();
        site.Log.DeleteRecords(new TopicPartition(Totals.Input, 0), 30);

        await site.StartAsync(site.Offered);
        await site.Fixture.WaitForAsync(2, VersionState.CaughtUp);

        Assert.True(before);
        Assert.False(site.Versions.Status(2).Record.IsWhole);
    }

    private static async Task PauseMidwayAsync(ReplaySite site, params OfferedVersion[] offered)
    {
        var gate = new StepGate(ReplaySteps.ReplayCommitted, times: 3);
        site.Step = gate.Pass;
        await SmallReplays.StartWithBacklogAsync(site, 100, offered);
        await site.Versions.StartReplayAsync(new ReplayRequest(2), VersionsFixture.TestTimeout());
        await gate.Reached;
        Task pausing = site.Versions.PauseAsync(null, null, VersionsFixture.TestTimeout());
        gate.Open();
        await pausing;
    }

    /// <summary>
    /// A replay of a table over a compacted topic has read a key, and is paused; tombstones stay for a day.
    /// </summary>
    private static async Task<ReplaySite> PausedOverCompactedAsync(SkippingClock clock)
    {
        ReplaySite site = ReplaySite.Create(
            options: SmallSegments, logTime: clock, with: settings => With(settings, clock));
        site.CreateTopic("users", 1, CleanupPolicy.Compact);
        site.Append("users", 0, ("gone", "here", 1));
        await site.StartAsync(Names(1), Names(2));
        await EmptyAsync(site, 1);
        await site.Versions.StartReplayAsync(new ReplayRequest(2), VersionsFixture.TestTimeout());
        await CaughtUpAsync(site);
        await site.Versions.PauseAsync(null, null, VersionsFixture.TestTimeout());
        return site;
    }

    /// <summary>
    /// Compacts twice, a tombstone's life apart: the first takes the value, the second the tombstone.
    /// </summary>
    private static void CompactAway(ReplaySite site, SkippingClock clock)
    {
        for (int pass = 0; pass < 3; pass++)
        {
            site.Append("users", 0, ("other", "o", 12 + pass));
            site.Log.CleanUp();
            clock.Advance(TimeSpan.FromHours(25));
        }

        Assert.DoesNotContain(site.Fixture.Records("users"), record => record.Key == "gone");
    }

    private static EngineSettings With(EngineSettings settings, TimeProvider clock) =>
        settings with
        {
            Seams = settings.Seams with { Time = clock },
            Cuts = settings.Cuts with { Distance = TimeSpan.Zero },
        };

    private static Task CaughtUpAsync(ReplaySite site) =>
        UntilAsync(site, 2, status => status.Record.State == VersionState.CaughtUp);

    /// <summary>Waits until a version has taken in all that is written.</summary>
    private static async Task EmptyAsync(ReplaySite site, int version = 2)
    {
        await UntilAsync(site, version, status => status.Engine is not null);
        EngineLag lag = await site.Versions.Find(version)!.Lag.ReadAsync(
            Timeout.InfiniteTimeSpan, VersionsFixture.TestTimeout());
        await UntilAsync(site, version, status => status.Engine is { } engine && lag.IsReachedBy(engine.AsOf));
    }

    /// <summary>Waits by the clock of the wall: that of the versions stands still, or skips.</summary>
    private static async Task<VersionStatus> UntilAsync(ReplaySite site, int version, Func<VersionStatus, bool> wished)
    {
        CancellationToken token = VersionsFixture.TestTimeout();
        while (true)
        {
            VersionStatus status = site.Versions.Status(version);
            if (wished(status))
            {
                return status;
            }

            Assert.Null(status.Error);
            await Task.Delay(5, token);
        }
    }

    private static OfferedVersion Names(int version)
    {
        var builder = new StreamBuilder();
        builder.Table<string, string>("users").ToStream().To("names");
        return new OfferedVersion(builder.Build(Totals.Name, version), $"NamesV{version}", null);
    }

    private static OfferedVersion Copy(int version)
    {
        var builder = new StreamBuilder();
        builder.Stream<string, string>(Totals.Input).To("copies");
        return new OfferedVersion(builder.Build(Totals.Name, version), $"CopyV{version}", null);
    }
}
