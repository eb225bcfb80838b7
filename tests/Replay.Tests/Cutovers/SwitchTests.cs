using Kappa.Engine;
using Kappa.Logs;

namespace Kappa.Replay.Tests;

/// <summary>The switch: one transaction, fenced, and in order.</summary>
public sealed class SwitchTests
{
    [Fact]
    public async Task Cut_log_and_registry_never_disagree_whatever_write_of_a_cutover_is_the_last_one()
    {
        var files = new FaultyFileSystem(tracksCrashes: true);
        var images = new List<FaultyFileSystem>();
        var random = new Random(11);
        using EmbeddedLog log = EmbeddedLog.Open(files, "log");
        await using Scenario scenario = await Scenario.StartAsync(Pair(), log: log);
        await scenario.WriteAsync(("a", "x"), ("b", "x"));
        await scenario.Fixture.ReplayAsync(2);

        files.BeforeChange = () => images.Add(files.CrashImage(random));
        await scenario.CutoverAsync();
        files.BeforeChange = null;

        var found = new HashSet<string>();
        foreach (FaultyFileSystem image in images)
        {
            using EmbeddedLog left = EmbeddedLog.Open(image, "log");
            VersionRegistry registry = VersionRegistry.Open(left, TimeProvider.System);
            CutoverRecord[] recorded = [.. CutHistory.ReadCutovers(left, Totals.Name)];
            CutoverStatus? status = registry.Cutover(Totals.Name);
            found.Add($"{status?.Stage}");
            Assert.Equal(
                status?.Stage switch
                {
                    null => [],
                    CutoverStage.Switched => [CutoverStep.Switched],
                    _ => (CutoverStep[])[CutoverStep.Switched, CutoverStep.Completed],
                },
                recorded.Select(record => record.Step));
            Assert.All(recorded, record => Assert.Equal(
                (status!.Cut, 1, 2), (record.Cut, record.FromVersion, record.ToVersion)));
            Assert.Equal(
                status is null ? 1 : 2,
                registry.Versions.Single(record => record.State == VersionState.Live).Version);
        }

        Assert.True(found.IsSupersetOf(["", "Switched"]), $"{images.Count} images saw {string.Join(',', found)} only.");
    }

    [Fact]
    public async Task A_power_cut_at_any_write_of_a_cutover_leaves_one_live_version_and_the_command_can_be_repeated()
    {
        var files = new FaultyFileSystem(tracksCrashes: true);
        var images = new List<FaultyFileSystem>();
        var random = new Random(12);
        using EmbeddedLog log = EmbeddedLog.Open(files, "log");
        (string, string)[] input = [("a", "x"), ("b", "x"), ("c", "x")];
        await using (Scenario scenario = await Scenario.StartAsync(Pair(), log: log))
        {
            await scenario.WriteAsync(input);
            await scenario.Fixture.ReplayAsync(2);
            files.BeforeChange = () => images.Add(files.CrashImage(random));
            await scenario.CutoverAsync();
            files.BeforeChange = null;
        }

        foreach (int moment in Campaign.Positions(images.Count, 5))
        {
            using EmbeddedLog left = EmbeddedLog.Open(images[moment], "log");
            await using Scenario again = await Scenario.StartAsync(Pair(), log: left);
            again.Input.AddRange(input);
            if (again.Live == 1)
            {
                await again.Fixture.WaitForAsync(2, VersionState.CaughtUp);
                await again.CutoverAsync();
            }

            Assert.Equal(2, again.Live);
            Assert.Equal(again.Expected(2), again.Fixture.LastValues());
            Assert.Equal(6, again.Fixture.Records().Count); // Three of version 1, and three that differ.
            await again.RollbackAsync();
            Assert.Equal(again.Expected(1), again.Fixture.LastValues());
        }
    }

    [Theory]
    [InlineData(DiskFault.InputOutputError)]
    [InlineData(DiskFault.NoSpace)]
    public async Task A_disk_that_fails_at_any_write_of_a_cutover_leaves_one_live_version_at_the_next_start(
        DiskFault fault)
    {
        for (int nth = 1; ; nth++)
        {
            var files = new FaultyFileSystem();
            EmbeddedLog log = EmbeddedLog.Open(files, "log");
            bool failed = false;
            (string, string)[] input = [("a", "x"), ("b", "x")];
            await using (Scenario scenario = await Scenario.StartAsync(Pair(), log: log))
            {
                await scenario.WriteAsync(input);
                await scenario.Fixture.ReplayAsync(2);
                files.FailWrite(nth, fault);
                try
                {
                    await scenario.CutoverAsync();
                }
                catch (KappaException error)
                {
                    failed = true;
                    bool isFull = error is DiskFullException; // Nothing was written, and the log goes on.
                    Assert.True(!isFull || fault == DiskFault.NoSpace);
                    Assert.Equal(isFull ? ExitCodes.Refused : ExitCodes.DiskFailure, error.ExitCode);
                    Assert.True(isFull || scenario.Fixture.Fatal is not null);
                }
            }

            log.Dispose();
            if (!failed)
            {
                Assert.True(nth > 2, "No write of the cutover was failed.");
                return;
            }

            files.FailWrite(0, fault);
            using EmbeddedLog left = EmbeddedLog.Open(files.Copy(), "log");
            await using Scenario again = await Scenario.StartAsync(Pair(), log: left);
            again.Input.AddRange(input);
            if (again.Live == 1)
            {
                await again.Fixture.WaitForAsync(2, VersionState.CaughtUp);
                await again.CutoverAsync();
            }

            Assert.Equal(again.Expected(2), again.Fixture.LastValues());
        }
    }

    [Fact]
    public async Task The_old_version_writes_nothing_behind_the_first_record_of_the_new_one()
    {
        await using Scenario scenario = await Scenario.StartAsync(Pair());
        await scenario.WriteAsync(Enumerable.Range(0, 20).Select(number => ($"k{number}", "x")));
        await scenario.Fixture.ReplayAsync(2);
        Task writing = Task.Run(() => scenario.Write(
            Enumerable.Range(0, 2_000).Select(number => ($"k{number % 20}", "x"))));

        await scenario.CutoverAsync();

        await writing;
        await scenario.Fixture.SettleAsync();
        for (int partition = 0; partition < VersionsFixture.Partitions; partition++)
        {
            // Version 1 writes lower case, version 2 upper case.
            string cases = string.Concat(scenario.Fixture.Records(Totals.Output, partition)
                .Select(record => char.IsUpper(record.Value![0]) ? '2' : '1'));
            Assert.Matches("^1+2+$", cases);
        }

        Assert.Equal(scenario.Expected(2), scenario.Fixture.LastValues());
    }

    [Fact]
    public async Task A_zombie_of_the_old_version_is_fenced_and_what_it_has_committed_before_counts()
    {
        await using Scenario scenario = await Scenario.StartAsync(Pair());
        await scenario.WriteAsync(("a", "x"), ("b", "x"));
        await scenario.Fixture.ReplayAsync(2);
        using StreamEngine zombie = StreamEngine.Open(Pair()[0].Offer().Topology, scenario.Log);
        long cut = 0;
        KappaException? fenced = null;
        scenario.Step = step =>
        {
            if (step == ReplaySteps.CutoverStopped)
            {
                scenario.Write(("a", "y"));
                zombie.RunToEnd();
                cut = zombie.Status.Cut.Number;
            }
            else if (step == ReplaySteps.CutoverSwitched)
            {
                scenario.Write(("b", "y"));
                fenced = Assert.Throws<KappaException>(() => zombie.RunToEnd());
            }
        };

        CutoverStatus status = await scenario.CutoverAsync();

        Assert.Equal("KAP2301", fenced?.Code);
        Assert.Equal(cut, status.Cut);
        await scenario.Fixture.SettleAsync();
        Assert.Equal(scenario.Expected(2), scenario.Fixture.LastValues());
        Assert.DoesNotContain(scenario.Fixture.Records(), record => record == ("b", "xy"));
    }

    [Fact]
    public async Task The_old_version_has_ended_its_run_and_is_closed_before_it_is_fenced()
    {
        await using Scenario scenario = await Scenario.StartAsync(Pair());
        await scenario.WriteAsync(("a", "x"));
        await scenario.Fixture.ReplayAsync(2);
        bool? isOpen = null;
        scenario.Step = step => isOpen = step == ReplaySteps.CutoverStopped
            ? scenario.Versions.Find(1) is not null : isOpen;

        await scenario.CutoverAsync();

        Assert.False(isOpen);
    }

    [Fact]
    public async Task The_cut_of_a_cutover_is_read_behind_the_fence()
    {
        // Read before it, what the zombie commits in between would be published again, or be missing, at the new one.
        using EmbeddedLog inner = EmbeddedLog.InMemory();
        var log = new CommitLagLog(inner);
        await using Scenario scenario = await Scenario.StartAsync(Pair(), log: log);
        await scenario.WriteAsync(("a", "x"), ("b", "x"));
        await scenario.Fixture.ReplayAsync(2);
        using StreamEngine zombie = StreamEngine.Open(Pair()[0].Offer().Topology, log);
        long cut = 0;
        scenario.Step = step =>
        {
            if (step == ReplaySteps.CutoverStopped)
            {
                log.Fencing = _ =>
                {
                    log.Fencing = null;
                    scenario.Write(("a", "y"));
                    zombie.RunToEnd();
                    cut = zombie.Status.Cut.Number;
                };
            }
        };

        CutoverStatus status = await scenario.CutoverAsync();

        Assert.NotEqual(0, cut);
        Assert.Equal(cut, status.Cut);
        await scenario.Fixture.SettleAsync();
        Assert.Equal(scenario.Expected(2), scenario.Fixture.LastValues());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_version_that_stopped_on_a_record_can_be_switched_away_from_and_back(bool restarts)
    {
        bool isPoison = true;
        Letters first = new(
            1, (_, value, total) => isPoison && value == "!" ? throw new FormatException("poison") : total + value,
            _ => true);
        await using Scenario scenario = await Scenario.StartAsync([first, Letters.Shouting(2, _ => true)]);
        await scenario.WriteAsync(("a", "x"), ("b", "x"));
        await scenario.Fixture.ReplayAsync(2);
        long cut = scenario.Versions.Live!.Status.Cut.Number;
        scenario.Write(("a", "!"), ("b", "y"));
        await scenario.Versions.WaitAsync(1, status => status.Error is not null, VersionsFixture.TestTimeout());

        CutoverStatus status = await scenario.CutoverAsync();

        Assert.Equal(cut, status.Cut);
        Assert.Equal(VersionState.Stopped, scenario.Fixture.Registry.Find(Totals.Name, 1)!.State);
        await scenario.Fixture.SettleAsync();
        Assert.Equal(
            new SortedDictionary<string, string> { ["a"] = "X!", ["b"] = "XY" }, scenario.Fixture.LastValues());
        KappaException refused = await Assert.ThrowsAsync<KappaException>(() => scenario.RollbackAsync());
        Assert.Equal("KAP4021", refused.Code);

        isPoison = false;
        if (restarts)
        {
            await scenario.RestartAsync();
        }

        await scenario.Versions.ResumeAsync(null, null, VersionsFixture.TestTimeout());
        await scenario.FollowAsync(1);
        await scenario.RollbackAsync();
        Assert.Equal(
            new SortedDictionary<string, string> { ["a"] = "x!", ["b"] = "xy" }, scenario.Fixture.LastValues());
    }

    [Fact]
    public async Task An_error_that_is_over_does_not_stop_a_version_when_it_is_switched_away_from()
    {
        bool isPoison = true;
        Letters first = new(
            1, (_, value, total) => isPoison && value == "!" ? throw new FormatException("poison") : total + value,
            _ => true);
        await using Scenario scenario = await Scenario.StartAsync([first, Letters.Shouting(2, _ => true)]);
        scenario.Write(("a", "!"));
        await scenario.Versions.WaitAsync(1, status => status.Error is not null, VersionsFixture.TestTimeout());
        isPoison = false;
        await scenario.RestartAsync();
        await scenario.WriteAsync(("a", "x"));
        await scenario.Fixture.ReplayAsync(2);

        await scenario.CutoverAsync();

        Assert.Equal(VersionState.Draining, scenario.Fixture.Registry.Find(Totals.Name, 1)!.State);
        await scenario.RollbackAsync();
        Assert.Equal("!x", scenario.Fixture.LastValues()["a"]);
    }

    private static Letters[] Pair() => [Letters.Plain(1), Letters.Shouting(2, _ => true)];
}
