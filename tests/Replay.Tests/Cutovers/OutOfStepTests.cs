namespace Kappa.Replay.Tests;

/// <summary>Whatever has happened to the topic, the next cutover makes it equal.</summary>
public sealed class OutOfStepTests
{
    private static readonly Letters[] Pair =
    [
        Letters.Plain(1), Letters.Shouting(2, key => key is "b" or "d"),
    ];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_cutover_makes_a_topic_equal_that_somebody_has_written_to_by_hand(bool onDisk)
    {
        await using Scenario scenario = await StartAsync(onDisk);
        scenario.WriteByHand("a", "hacked"); // Both versions say the same of it.
        scenario.WriteByHand("b", "X"); // As the new version says already.
        scenario.WriteByHand("c", null);
        scenario.WriteByHand("extra", "hacked");

        CutoverStatus status = await scenario.CutoverAsync();

        Assert.Equal(scenario.Expected(2), scenario.Fixture.LastValues());
        Assert.Equal((3L, 1L), (status.Published, status.Tombstones)); // a, c and d; extra.
    }

    [Fact]
    public async Task What_is_written_by_hand_between_a_cutover_and_the_way_back_is_gone_after_it()
    {
        await using Scenario scenario = await StartAsync(false);
        await scenario.CutoverAsync();
        scenario.WriteByHand("a", "hacked");
        scenario.WriteByHand("extra", "hacked");
        scenario.WriteByHand("c", null);

        await scenario.RollbackAsync();

        Assert.Equal(scenario.Expected(1), scenario.Fixture.LastValues());
    }

    [Theory]
    [InlineData(ReplaySteps.CutoverStopped, false)]
    [InlineData(ReplaySteps.CutoverSwitched, false)]
    [InlineData(ReplaySteps.CutoverReached, false)]
    [InlineData(ReplaySteps.CutoverSaved, false)]
    [InlineData(ReplaySteps.CutoverSaved, true)]
    [InlineData(ReplaySteps.CutoverBegun, false)]
    [InlineData(ReplaySteps.CutoverBegun, true)]
    [InlineData(ReplaySteps.CutoverOpened, false)]
    public async Task A_cutover_that_died_half_way_is_finished_by_the_next_start_and_so_is_the_way_back(
        string step, bool onDisk)
    {
        await using Scenario scenario = await StartAsync(onDisk);
        await DieAtAsync(() => scenario.CutoverAsync(2));
        Assert.Equal(scenario.Expected(2), scenario.Fixture.LastValues());

        await DieAtAsync(() => scenario.RollbackAsync());

        Assert.Equal(scenario.Expected(1), scenario.Fixture.LastValues());
        await scenario.CutoverAsync(2);
        Assert.Equal(scenario.Expected(2), scenario.Fixture.LastValues());

        async Task DieAtAsync(Func<Task<CutoverStatus>> change)
        {
            int live = scenario.Live;
            scenario.Step = reached => _ = reached == step ? throw new KilledException() : 0;
            await Assert.ThrowsAsync<KilledException>(change);
            scenario.Step = _ => { };
            await scenario.RestartAsync();
            if (step == ReplaySteps.CutoverStopped)
            {
                Assert.Equal(live, scenario.Live); // It had not switched yet: the command is repeated.
                await change();
            }

            Assert.NotEqual(live, scenario.Live);
            await scenario.WriteAsync(("a", "z"), ("new", "z"), ("d", "z"));
        }
    }

    [Fact]
    public async Task A_throttled_version_is_brought_to_the_cut_by_a_start_in_large_runs()
    {
        var positions = new TopicPartition("totals.v2.i1.positions", 0);
        await using Scenario scenario = await Scenario.StartAsync(
            Pair, settings: given => given with { Limits = new() { SliceRecords = 1 } });
        await scenario.WriteAsync(("a", "x"));
        await scenario.Versions.StartReplayAsync(
            new ReplayRequest(2, Throttle: new Throttle(false, 1)), VersionsFixture.TestTimeout());
        await scenario.Fixture.WaitForAsync(2, VersionState.CaughtUp);
        await scenario.WriteManyAsync([.. Enumerable.Range(0, 90).Select(number => ($"k{number}", "x"))]);
        scenario.Step = step => _ = step == ReplaySteps.CutoverSwitched ? throw new KilledException() : 0;
        await Assert.ThrowsAsync<KilledException>(() => scenario.CutoverAsync(2));
        scenario.Step = _ => { };
        long before = scenario.Log.Offsets(positions).LastStable;

        await scenario.RestartAsync();

        Assert.Equal(2, scenario.Live);
        Assert.InRange(scenario.Log.Offsets(positions).LastStable - before, 2, 60); // A record and a marker a run.
        Assert.Equal(scenario.Expected(2), scenario.Fixture.LastValues());
    }

    private static async Task<Scenario> StartAsync(bool onDisk)
    {
        Scenario scenario = await Scenario.StartAsync(Pair, onDisk);
        await scenario.WriteAsync(("a", "x"), ("b", "x"), ("c", "x"), ("d", "x"));
        await scenario.Fixture.ReplayAsync(2);
        await scenario.FollowAsync(2);
        return scenario;
    }

    private sealed class KilledException : Exception;
}
