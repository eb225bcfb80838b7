namespace Kappa.Replay.Tests;

public sealed class ReplayLifecycleTests
{
    [Fact]
    public async Task A_replay_is_replaying_and_then_caught_up_and_follows_the_live_version()
    {
        var gate = new StepGate(ReplaySteps.ReplayFollowed);
        await using ReplaySite site = ReplaySite.Create();
        site.Step = gate.Pass;
        await site.StartAsync(Totals.Plain(1), Totals.Shouting(2, key => key == "b"));
        site.Fixture.Write([("a", "x"), ("b", "y")]);
        await site.Fixture.SettleAsync();

        VersionStatus started = await site.Versions.StartReplayAsync(
            new ReplayRequest(2, By: "me", Reason: "to see"), VersionsFixture.TestTimeout());
        await gate.Reached;
        VersionState before = site.Versions.Status(2).Record.State;
        gate.Open();
        await site.Fixture.WaitForAsync(2, VersionState.CaughtUp);
        site.Fixture.Write([("b", "z")]);
        await site.Versions.WaitUntilTakenInAsync(2, VersionsFixture.TestTimeout());

        Assert.Equal((VersionState.Replaying, "me", "to see", 1), (
            started.Record.State, started.Record.By, started.Record.Reason, started.Record.Instance));
        Assert.NotNull(started.Record.StartedAt);
        Assert.Equal(VersionState.Replaying, before);
        Assert.Equal(new SortedDictionary<string, string> { ["a"] = "x", ["b"] = "YZ" }, site.Image(2));
        Assert.Equal(new SortedDictionary<string, string> { ["a"] = "x", ["b"] = "yz" }, site.Fixture.LastValues());
        VersionStatus status = site.Versions.Status(2);
        Assert.Equal((3, 3), (status.RecordsDone, status.RecordsTotal));
        Assert.Equal((1, 0L), (status.Live!.Version, status.Live.Lag.Records));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_pause_outlives_a_restart_and_the_replay_goes_on_where_it_stood(bool onDisk)
    {
        int taken = 0;
        var gate = new StepGate(ReplaySteps.ReplayCommitted, times: 3);
        await using ReplaySite site = ReplaySite.Create(onDisk, with: SmallReplays.Small);
        OfferedVersion counting = Totals.Version(2, (_, value, total) =>
        {
            Interlocked.Increment(ref taken);
            return total + value;
        });
        site.Step = gate.Pass;
        await SmallReplays.StartWithBacklogAsync(site, 60, Totals.Plain(1), counting);
        await site.Versions.StartReplayAsync(new ReplayRequest(2), VersionsFixture.TestTimeout());
        await gate.Reached;

        Task<VersionStatus> pausing = site.Versions.PauseAsync("me", "lunch", VersionsFixture.TestTimeout());
        gate.Open();
        VersionStatus paused = await pausing;
        int before = taken;
        await site.RestartAsync();
        site.Fixture.Write([("a", "later")]);
        await site.Fixture.SettleAsync();
        int during = taken;
        VersionStatus resumed = await site.Versions.ResumeAsync("you", "back", VersionsFixture.TestTimeout());
        await site.Fixture.WaitForAsync(2, VersionState.CaughtUp);

        Assert.Equal(
            (VersionState.Paused, "me", "lunch"), (paused.Record.State, paused.Record.By, paused.Record.Reason));
        Assert.Null(paused.Engine);
        Assert.InRange(before, 1, 59);
        Assert.Equal(before, during);
        Assert.NotEqual(VersionState.Paused, resumed.Record.State);
        Assert.Equal("you", resumed.Record.By);
        Assert.Equal(61, taken); // Each record once: neither again nor left out.
        Assert.Equal(site.Stores(1), site.Stores(2));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_abort_takes_away_all_that_the_replay_made_and_nothing_else(bool onDisk)
    {
        await using ReplaySite site = ReplaySite.Create(onDisk, with: SmallReplays.Small);
        await SmallReplays.StartWithBacklogAsync(site, 20, Totals.Plain(1), SmallReplays.WithOwnOutput(2));
        site.CreateTopic("totals.v2.i10.stranger");
        string everything = Without(site, site.Everything());
        string[] topics = site.Topics;
        string[] directories = site.StateDirectories;
        await site.Fixture.ReplayAsync(2);
        string[] between = site.Topics;

        VersionRecord record = await site.Versions.AbortAsync("me", "no good", VersionsFixture.TestTimeout());

        Assert.Contains("own", between);
        Assert.Contains("totals.v2.i1.totals.changelog", between);
        Assert.Equal((VersionState.Aborted, "me", "no good"), (record.State, record.By, record.Reason));
        Assert.Equal(topics, site.Topics);
        Assert.Equal(directories, site.StateDirectories);
        Assert.Equal(everything, Without(site, site.Everything()));
        Assert.Null(site.Versions.Find(2));
        await site.RestartAsync();
        Assert.Equal(topics, site.Topics);
        Assert.Equal(directories, site.StateDirectories);
    }

    [Fact]
    public async Task A_topic_that_somebody_made_after_an_abort_is_not_taken_away_at_the_next_start()
    {
        await using ReplaySite site = ReplaySite.Create();
        await site.StartAsync(Totals.Plain(1), SmallReplays.WithOwnOutput(2));
        await site.Fixture.ReplayAsync(2);
        await site.Versions.AbortAsync(null, null, VersionsFixture.TestTimeout());
        site.CreateTopic("own");
        site.Append("own", 0, ("k", "mine", 1));

        await site.RestartAsync();

        Assert.Equal(new SortedDictionary<string, string> { ["k"] = "mine" }, site.Fixture.LastValues("own"));
    }

    [Fact]
    public async Task What_a_killed_abort_left_behind_goes_at_the_next_start_also_with_new_code()
    {
        await using ReplaySite site = ReplaySite.Create(onDisk: true);
        await site.StartAsync(Totals.Plain(1), SmallReplays.WithOwnOutput(2));
        string[] topics = site.Topics;
        string[] directories = site.StateDirectories;
        await site.Fixture.ReplayAsync(2);
        site.Step = step =>
        {
            if (step == ReplaySteps.RetireRegistered)
            {
                throw new InvalidOperationException("killed here");
            }
        };
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => site.Versions.AbortAsync(null, null, VersionsFixture.TestTimeout()));
        string[] left = site.Topics;
        site.Step = null;

        await site.RestartAsync(Totals.Plain(1), Totals.Shouting(2, _ => true));

        Assert.Contains("own", left);
        Assert.Equal(topics, site.Topics);
        Assert.Equal(directories, site.StateDirectories);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Retiring_takes_away_what_the_version_has_and_nothing_else(bool onDisk)
    {
        await using ReplaySite site = ReplaySite.Create(onDisk, with: SmallReplays.Small);
        await SmallReplays.StartWithBacklogAsync(site, 20, Totals.Plain(1), Totals.Shouting(2, key => key == "a"));
        await site.Fixture.ReplayAsync(2);
        await site.Versions.CutoverAsync(null, new CutoverOptions(), VersionsFixture.TestTimeout());
        Dictionary<TopicPartition, long> offsets = new() { [new TopicPartition(Totals.Input, 0)] = 0 };
        Array.ForEach(["totals.v1.i1", "totals.v2.i1"], group => site.Log.Groups.Commit(group, offsets));
        string[] before = site.Topics;
        string[] directories = site.StateDirectories;
        SortedDictionary<string, string> published = site.Fixture.LastValues();

        await site.Versions.RetireAsync(1, "me", null, VersionsFixture.TestTimeout());

        Assert.Equal(["totals.v2.i1"], site.Log.Groups.List().Select(group => group.Name));
        Assert.Equal(
            before.Where(topic => !topic.StartsWith("totals.v1.i1.", StringComparison.Ordinal)), site.Topics);
        Assert.Contains(before, topic => topic.StartsWith("totals.v1.i1.", StringComparison.Ordinal));
        Assert.Equal(
            directories.Where(name => name is not ("totals.v1.i1" or "totals.outputs")), site.StateDirectories);
        Assert.Equal(published, site.Fixture.LastValues());
        site.Fixture.Write([("a", "n")]);
        await site.Fixture.SettleAsync();
        Assert.EndsWith("N", site.Fixture.LastValues()["a"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_version_that_was_aborted_or_retired_is_replayed_again_as_its_next_instance()
    {
        await using ReplaySite site = ReplaySite.Create();
        await SmallReplays.StartWithBacklogAsync(site, 10, Totals.Plain(1), Totals.Plain(2));
        await site.Fixture.ReplayAsync(2);
        await site.Versions.AbortAsync(null, null, VersionsFixture.TestTimeout());
        await site.Fixture.ReplayAsync(2);
        int second = site.Versions.Status(2).Record.Instance;
        await site.Versions.CutoverAsync(null, new CutoverOptions(), VersionsFixture.TestTimeout());
        await site.Versions.RetireAsync(1, null, null, VersionsFixture.TestTimeout());

        await site.Fixture.ReplayAsync(1);

        Assert.Equal(2, second);
        Assert.Equal(2, site.Versions.Status(1).Record.Instance);
        Assert.Equal(site.Stores(2), site.Stores(1));
        Assert.Equal(VersionState.Live, site.Versions.Status(2).Record.State);
    }

    [Fact]
    public async Task Resuming_lets_the_replay_go_on_rather_than_an_old_version_that_stands_beside_it()
    {
        bool fails = false;
        await using ReplaySite site = ReplaySite.Create();
        await site.StartAsync(
            Totals.Version(1, (_, value, total) => fails ? throw new FormatException("v1") : total + value),
            Totals.Plain(2), Totals.Plain(3));
        await site.Fixture.ReplayAsync(2);
        await site.Versions.CutoverAsync(null, new CutoverOptions(), VersionsFixture.TestTimeout());
        fails = true;
        site.Fixture.Write([("a", "x")]);
        await site.Versions.WaitAsync(
            1, status => status.Record.State == VersionState.Stopped, VersionsFixture.TestTimeout());
        await site.Fixture.ReplayAsync(3);
        await site.Versions.PauseAsync(null, null, VersionsFixture.TestTimeout());

        VersionStatus resumed = await site.Versions.ResumeAsync(null, null, VersionsFixture.TestTimeout());

        Assert.Equal(3, resumed.Record.Version);
        await site.Fixture.WaitForAsync(3, VersionState.CaughtUp);
    }

    /// <summary>What the registry says of the replay itself may change; and it appends to its topic.</summary>
    private static string Without(ReplaySite site, string everything)
    {
        string[] lines = everything.Split(Environment.NewLine);
        int registry = 1 + Array.FindIndex(
            lines, line => line.StartsWith(VersionRegistry.Topic, StringComparison.Ordinal));
        return string.Join('\n', lines.Where((line, index) =>
            index != registry && !line.StartsWith("2 ", StringComparison.Ordinal)));
    }
}
