using Kappa.Logs;

namespace Kappa.Replay.Tests;

/// <summary>An image that has to be read again is right, or says that it cannot be.</summary>
public sealed class ImageRebuildTests
{
    private static readonly EmbeddedLogOptions Eager = new()
    {
        CompactionBytes = 0,
        CleanUpInterval = TimeSpan.FromDays(3), // Only when the test says so.
    };
    private static readonly Letters[] Pair = [Letters.Plain(1), Letters.Shouting(2, _ => true)];

    [Fact]
    public async Task An_image_whose_rows_were_compacted_away_since_the_cutover_is_an_error_that_says_what_to_do()
    {
        using EmbeddedLog log = EmbeddedLog.Open(new MemoryFileSystem(), "log", Eager);
        await using Scenario scenario = await Scenario.StartAsync(Pair, log: log); // Its state is lost at a restart.
        await scenario.WriteAsync(("a", "x"), ("b", "x"), ("c", "x"));
        await scenario.Fixture.ReplayAsync(2);
        await scenario.CutoverAsync();
        log.CleanUp();
        Assert.Equal(3, scenario.Fixture.Records().Count); // Of version 1 nothing is left.

        await scenario.RestartAsync();
        await scenario.Versions.WaitAsync(
            1, status => status.Record.State == VersionState.Stopped, VersionsFixture.TestTimeout());

        VersionRecord record = scenario.Fixture.Registry.Find(Totals.Name, 1)!;
        Assert.Contains("compacted", record.Error, StringComparison.Ordinal);
        await Assert.ThrowsAsync<KappaException>(() => scenario.RollbackAsync());
        Assert.Equal(scenario.Expected(2), scenario.Fixture.LastValues());
        Assert.Equal(2, scenario.Live);

        await scenario.Versions.RetireAsync(1, null, null, VersionsFixture.TestTimeout());
        await scenario.Fixture.ReplayAsync(1);
        await scenario.CutoverAsync(1);
        Assert.Equal(scenario.Expected(1), scenario.Fixture.LastValues());
    }

    [Fact]
    public async Task A_rollback_right_after_a_restart_finds_out_before_it_changes_anything()
    {
        using EmbeddedLog log = EmbeddedLog.Open(new MemoryFileSystem(), "log", Eager);
        await using Scenario scenario = await Scenario.StartAsync(Pair, log: log);
        await scenario.WriteAsync(("a", "x"), ("b", "x"));
        await scenario.Fixture.ReplayAsync(2);
        await scenario.CutoverAsync();
        log.CleanUp();
        await scenario.RestartAsync();

        KappaException error = await Assert.ThrowsAsync<KappaException>(() => scenario.RollbackAsync());

        Assert.Contains(error.Code, (string[])["KAP4027", "KAP4021"]);
        Assert.Equal(2, scenario.Live);
        Assert.Equal(CutoverStage.Completed, scenario.Fixture.Registry.Cutover(Totals.Name)!.Stage);
        await scenario.WriteAsync(("a", "y"));
        Assert.Equal(scenario.Expected(2), scenario.Fixture.LastValues());
    }

    [Fact]
    public async Task Compaction_before_the_cutover_takes_nothing_that_the_image_needs()
    {
        using EmbeddedLog log = EmbeddedLog.Open(new MemoryFileSystem(), "log", Eager);
        await using Scenario scenario = await Scenario.StartAsync(Pair, log: log);
        await scenario.WriteAsync(("a", "x"), ("b", "x"), ("c", "x"));
        await scenario.WriteAsync(("a", "y"), ("b", "y"));
        log.CleanUp();
        Assert.Equal(3, scenario.Fixture.Records().Count);
        await scenario.Fixture.ReplayAsync(2);
        await scenario.CutoverAsync();
        await scenario.RestartAsync();
        await scenario.WriteAsync(("c", "z"));

        await scenario.RollbackAsync();

        Assert.Equal(scenario.Expected(1), scenario.Fixture.LastValues());
    }

    [Fact]
    public async Task An_image_that_was_saved_does_not_need_what_compaction_took()
    {
        using EmbeddedLog log = EmbeddedLog.Open(new MemoryFileSystem(), "log", Eager);
        await using Scenario scenario = await Scenario.StartAsync(Pair, onDisk: true, log: log);
        await scenario.WriteAsync(("a", "x"), ("b", "x"), ("c", "x"));
        await scenario.Fixture.ReplayAsync(2);
        await scenario.CutoverAsync();
        log.CleanUp();
        await scenario.RestartAsync();
        await scenario.WriteAsync(("c", "z"), ("d", "z"));

        await scenario.RollbackAsync();

        Assert.Equal(scenario.Expected(1), scenario.Fixture.LastValues());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_key_that_was_deleted_while_a_replay_was_paused_is_published_though_its_tombstone_is_gone(
        bool restarts)
    {
        var time = new ShiftedTime();
        using EmbeddedLog log = EmbeddedLog.Open(new MemoryFileSystem(), "log", Eager, time);
        await using Scenario scenario = await Scenario.StartAsync(
            [
                Letters.Filtering(1, total => total != "xy"),
                new Letters(2, (_, value, total) => total == "" ? value : total, _ => true),
            ],
            onDisk: restarts, log: log, settings: given => given with { Seams = new() { Time = time } });
        await scenario.WriteAsync(("a", "x"), ("b", "x"));
        await scenario.Fixture.ReplayAsync(2);
        await scenario.Versions.PauseAsync(null, null, VersionsFixture.TestTimeout());
        await scenario.WriteAsync(("a", "y"), ("b", "z"));
        log.CleanUp();
        time.Advance(TimeSpan.FromHours(30));
        log.CleanUp();
        Assert.DoesNotContain(scenario.Fixture.Records(), record => record.Key == "a");
        if (restarts)
        {
            await scenario.RestartAsync();
        }

        await scenario.Versions.ResumeAsync(null, null, VersionsFixture.TestTimeout());
        await scenario.Fixture.WaitForAsync(2, VersionState.CaughtUp);
        await scenario.CutoverAsync();

        Assert.Equal(
            new SortedDictionary<string, string> { ["a"] = "x", ["b"] = "x" }, scenario.Fixture.LastValues());
    }

    [Fact]
    public async Task A_key_that_the_old_version_has_deleted_since_does_not_come_back_with_its_tombstone_gone()
    {
        var time = new ShiftedTime();
        using EmbeddedLog log = EmbeddedLog.Open(new MemoryFileSystem(), "log", Eager, time);
        Letters first = Letters.Filtering(1, total => total != "xy");
        Letters second = new(2, (_, value, total) => value == "y" ? total : total + value, _ => true);
        var builder = new StreamBuilder();
        builder.Stream<string, string>(Totals.Input).Filter((_, value) => value != "y").GroupByKey()
            .Aggregate(() => "", (_, value, total) => total + value, Materialized.As("totals")).ToStream()
            .To(Totals.Output); // It says nothing of what it leaves out, so that the topic is not compacted.
        await using Scenario scenario = await Scenario.StartAsync(
            [first, second], offered: [first.Offer(), new(builder.Build(Totals.Name, 2), "Second", null)],
            log: log, settings: given => given with { Seams = new() { Time = time } });
        await scenario.WriteAsync(("a", "x"), ("b", "x"));
        await scenario.Fixture.ReplayAsync(2);
        await scenario.CutoverAsync(null, new CutoverOptions { Keep = TimeSpan.FromDays(7) });
        await scenario.WriteAsync(("a", "y"));
        await scenario.FollowAsync(1);
        log.CleanUp();
        time.Advance(TimeSpan.FromHours(30));
        log.CleanUp();
        await scenario.RestartAsync();

        await scenario.RollbackAsync();

        Assert.Equal(new SortedDictionary<string, string> { ["b"] = "x" }, scenario.Fixture.LastValues());
    }
}
