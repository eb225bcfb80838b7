namespace Kappa.Replay.Tests;

/// <summary>Wherever it is closed, a replay goes on and comes to the bytes of one that ran through.</summary>
public sealed class ReplayContinuationTests
{
    private const int Records = 80;

    [Theory]
    [InlineData(false, 12)]
    [InlineData(true, 3)]
    public Task Closed_at_any_moment_it_ends_in_the_bytes_of_a_replay_that_ran_through(bool onDisk, int rounds) =>
        ReplaySeeds.RunAsync(rounds, async random =>
        {
            await using ReplaySite site = ReplaySite.Create(onDisk, with: SmallReplays.Small);
            await SmallReplays.StartWithBacklogAsync(
                site, Records, Totals.Plain(1), Totals.Shouting(2, key => key is "a" or "c"),
                Totals.Shouting(3, key => key is "a" or "c"));

            int kills = await ReplayThroughKillsAsync(site, random, kill => site.Fixture.Write("a", $"r{kill},"));

            await site.Fixture.SettleAsync();
            await EndAsync(site, 2);
            (string stores, SortedDictionary<string, string> image) = (site.Stores(2), site.Image(2));
            await site.Versions.AbortAsync(null, null, VersionsFixture.TestTimeout());
            await site.Fixture.ReplayAsync(3);
            await EndAsync(site, 3);

            Assert.True(kills > 3, $"It was killed {kills} times only.");
            Assert.Equal(site.Stores(3), stores);
            Assert.Equal(site.Image(3), image);
            Assert.Equal(7, image.Count);
        });

    [Fact]
    public async Task A_kill_in_a_replay_does_not_wipe_its_state()
    {
        // Trap 15. With a hundred keys in the store, a restart reads what a commit or two have changed, not all of it.
        await using ReplaySite site = ReplaySite.Create(onDisk: true, with: SmallReplays.Small);
        site.CreateTopic(Totals.Input, VersionsFixture.Partitions);
        for (int record = 0; record < 100; record++)
        {
            site.Append(Totals.Input, record % VersionsFixture.Partitions, ($"key {record}", "x", record));
        }

        var gate = new StepGate(ReplaySteps.ReplayCommitted, times: 15);
        site.Step = gate.Pass;
        await site.StartAsync(Totals.Plain(1), Totals.Plain(2));
        await site.Fixture.SettleAsync();
        await site.Versions.StartReplayAsync(new ReplayRequest(2), VersionsFixture.TestTimeout());
        await gate.Reached;
        long done = site.Versions.Status(2).RecordsDone;
        gate.Open();

        await site.RestartAsync();
        VersionStatus restarted = await site.Versions.WaitAsync(
            2, status => status.Engine is not null, VersionsFixture.TestTimeout());
        await site.Fixture.WaitForAsync(2, VersionState.CaughtUp);

        Assert.InRange(done, 30, 90);
        Assert.InRange(restarted.Engine!.RecordsRestored, 0, 10);
        Assert.DoesNotContain("rebuilt", site.Notices, StringComparison.Ordinal);
        Assert.Equal(site.Stores(1), site.Stores(2));
    }

    [Fact]
    public async Task Offsets_and_state_stay_together_where_the_state_is_lost()
    {
        // Trap 21. Stores that are gone come back from the changelog as of the position, not as of nothing.
        await using ReplaySite site = ReplaySite.Create(onDisk: true, with: SmallReplays.Small);
        var gate = new StepGate(ReplaySteps.ReplayCommitted, times: 5);
        site.Step = gate.Pass;
        await SmallReplays.StartWithBacklogAsync(site, Records, Totals.Plain(1), Totals.Plain(2));
        await site.Versions.StartReplayAsync(new ReplayRequest(2), VersionsFixture.TestTimeout());
        await gate.Reached;
        Task stopping = site.StopAsync();
        gate.Open();
        await stopping;
        Directory.Delete(Path.Combine(site.Settings.State!.Directory, "totals.v2.i1"), recursive: true);

        await site.StartAsync(site.Offered);
        await site.Fixture.WaitForAsync(2, VersionState.CaughtUp);

        Assert.Equal(site.Stores(1), site.Stores(2));
        Assert.Equal(site.Fixture.LastValues(), site.Image(2));
    }

    [Fact]
    public async Task Each_record_counts_once_through_a_kill_between_commit_and_state()
    {
        // Traps 13 and 14: outputs, changelogs and position are one transaction.
        await using ReplaySite site = ReplaySite.Create(with: SmallReplays.Small);
        await SmallReplays.StartWithBacklogAsync(site, Records, Totals.Plain(1), OwnStream(2));

        int kills = await ReplayThroughKillsAsync(site, new Random(7), _ => { });

        Assert.True(kills > 3, $"It was killed {kills} times only.");
        List<(string Key, string? Value)> published = site.Fixture.Records("own");
        Assert.Equal(Records, published.Count);
        Assert.Equal(Records, published.Distinct().Count());
        Assert.Equal(site.Stores(1), site.Stores(2));
    }

    private static OfferedVersion OwnStream(int version) => SmallReplays.WithOwnOutput(version);

    private static async Task EndAsync(ReplaySite site, int version)
    {
        await site.Versions.WaitUntilTakenInAsync(version, VersionsFixture.TestTimeout());
        await site.Fixture.WaitForAsync(version, VersionState.CaughtUp);
    }

    /// <summary>
    /// Replays version 2, and kills it after some steps, whichever they are, again and again until it has caught
    /// up. What is killed does nothing more; it is closed and started again.
    /// </summary>
    /// <returns>How often it was killed.</returns>
    private static async Task<int> ReplayThroughKillsAsync(ReplaySite site, Random random, Action<int> between)
    {
        int left = 0;
        site.Step = _ =>
        {
            if (Interlocked.Decrement(ref left) == 0)
            {
                throw new InvalidOperationException("killed");
            }
        };
        for (int kills = 0; ; kills++)
        {
            Volatile.Write(ref left, random.Next(1, 8));
            try
            {
                if (kills == 0)
                {
                    await site.Versions.StartReplayAsync(new ReplayRequest(2), VersionsFixture.TestTimeout());
                }
                else
                {
                    await site.RestartAsync();
                    between(kills);
                }

                VersionStatus status = await site.Versions.WaitAsync(
                    2, status => site.Fixture.Fatal is not null || status.Record.State == VersionState.CaughtUp,
                    VersionsFixture.TestTimeout());
                if (site.Fixture.Fatal is null && status.Record.State == VersionState.CaughtUp)
                {
                    site.Step = null; // The last step may be a kill too, which nobody has seen yet.
                    await site.RestartAsync();
                    return kills;
                }
            }
            catch (InvalidOperationException killed) when (killed.Message == "killed")
            {
                if (site.Versions.Status(2).Record.State == VersionState.Registered)
                {
                    kills--; // Before anything was registered: it is started again.
                }
            }
        }
    }
}
