using Kappa.Engine;

namespace Kappa.Replay.Tests;

/// <summary>Versions and replays over a cut log that is sealed every few cuts (protocols.md 5).</summary>
public sealed class SealedReplayTests
{
    private const string Cuts = "kappa.totals.cuts";
    private const string Sealed = "kappa.totals.cuts.sealed";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Replay_cutover_and_rollback_work_over_sealed_cuts_and_restarts(bool onDisk)
    {
        await using ReplaySite site = ReplaySite.Create(onDisk, with: Tiny);
        await site.StartAsync(Totals.Plain(1), Totals.Shouting(2, key => key == "a"), Totals.Plain(3));
        await WriteAsync(site, 20);
        await site.Fixture.ReplayAsync(2);
        await WriteAsync(site, 10);
        await site.Versions.CutoverAsync(null, new CutoverOptions(), VersionsFixture.TestTimeout());
        await WriteAsync(site, 10);
        await site.RestartAsync();
        await WriteAsync(site, 10);
        SortedDictionary<string, string> shouted = site.Fixture.LastValues();
        await site.Versions.RollbackAsync(new CutoverOptions(), VersionsFixture.TestTimeout());
        await WriteAsync(site, 10);
        await site.Versions.RetireAsync(2, null, null, VersionsFixture.TestTimeout());
        await site.Fixture.ReplayAsync(3);

        Assert.All(shouted["a"], letter => Assert.True(char.IsUpper(letter)));
        Assert.Equal(60, site.Fixture.LastValues().Values.Sum(total => total.Length));
        Assert.Equal(site.Stores(1), site.Stores(3));
        Assert.Empty((await site.CompareAsync(1, 3)).Differences);
        Assert.Equal(
            Enumerable.Range(1, 60), CutHistory.Read(site.Log, Totals.Name).Select(cut => (int)cut.Cut.Number));
        Assert.NotEmpty(CutHistory.ReadCutovers(site.Log, Totals.Name));
        Assert.True(site.Log.Offsets(new TopicPartition(Sealed, 0)).LastStable > 20, "Not much was sealed.");
    }

    [Fact]
    public async Task A_pause_outlives_the_sealing_of_the_cuts_at_which_it_stands()
    {
        var gate = new StepGate(ReplaySteps.ReplayCommitted, times: 3);
        await using ReplaySite site = ReplaySite.Create(
            with: settings => SmallReplays.Small(settings with { Limits = new() { SealedCuts = 30 } }));
        site.Step = gate.Pass;
        await SmallReplays.StartWithBacklogAsync(site, 40, Totals.Plain(1), Totals.Plain(2));
        await site.Versions.StartReplayAsync(new ReplayRequest(2), VersionsFixture.TestTimeout());
        await gate.Reached;
        Task<VersionStatus> pausing = site.Versions.PauseAsync(null, null, VersionsFixture.TestTimeout());
        gate.Open();
        await pausing;
        Assert.Null(site.Log.Find(Sealed));

        await WriteAsync(site, 60);
        await site.RestartAsync();
        await site.Versions.ResumeAsync(null, null, VersionsFixture.TestTimeout());
        await site.Fixture.WaitForAsync(2, VersionState.CaughtUp);

        Assert.True(site.Log.Offsets(new TopicPartition(Cuts, 0)).Earliest > 20);
        Assert.Equal(site.Stores(1), site.Stores(2));
    }

    [Fact]
    public async Task A_replay_can_begin_at_a_cut_that_is_sealed()
    {
        await using ReplaySite site = ReplaySite.Create(with: Tiny);
        await site.StartAsync(Totals.Plain(1), Totals.Plain(2));
        await WriteAsync(site, 20);

        await site.Fixture.ReplayAsync(2, from: "5");

        Assert.Equal(15, site.Image(2).Values.Sum(total => total.Length));
    }

    [Theory]
    [InlineData(0, 20)]
    [InlineData(5, 15)]
    public async Task A_plan_reads_sealed_cuts_and_leaves_no_trace(long fromCut, long records)
    {
        await using ReplaySite site = ReplaySite.Create(with: Tiny);
        await site.StartAsync(Totals.Plain(1), Totals.Plain(2));
        await WriteAsync(site, 20);
        string before = site.Everything();

        ReplayPlan plan = await Task.Run(() => ReplayPlanner.Make(
            Totals.Plain(2).Topology, site.Log, site.Settings, new PlanRequest { FromCut = fromCut }));

        Assert.Equal((records, true), (plan.Sample!.Records, plan.Sample.FollowedCuts));
        Assert.Null(plan.Sample.Error);
        Assert.Equal(before, site.Everything());
    }

    [Fact]
    public async Task A_plan_whose_sample_makes_its_own_cuts_does_not_read_those_that_are_sealed()
    {
        await using ReplaySite site = ReplaySite.Create(with: Tiny);
        site.CreateTopic("more");
        await site.StartAsync(Totals.Plain(1));
        await WriteAsync(site, 20);
        site.Append("more", 0, ("k", "1", 1), ("k", "2", 2));
        var builder = new StreamBuilder();
        builder.Stream<string, string>("more").GroupByKey().Count(Materialized.As("counts"));
        string before = site.Everything();

        ReplayPlan plan = await Task.Run(() => ReplayPlanner.Make(
            builder.Build(Totals.Name, 2), site.Log, site.Settings, new PlanRequest()));

        Assert.Equal(2, plan.Sample!.Records);
        Assert.Null(plan.Sample.Error);
        Assert.Equal(before, site.Everything());
    }

    [Fact]
    public async Task A_replay_behind_deleted_cuts_is_not_taken_for_one_of_the_whole_history()
    {
        await using ReplaySite site = ReplaySite.Create(with: Tiny);
        await site.StartAsync(Totals.Plain(1), Totals.Plain(2));
        await WriteAsync(site, 20);
        long left = 0;
        foreach (TopicPartition partition in Enumerable.Range(0, 2).Select(p => new TopicPartition(Totals.Input, p)))
        {
            long end = site.Log.Offsets(partition).LastStable;
            left += end - site.Log.DeleteRecords(partition, end / 2);
        }

        await WriteAsync(site, 4);
        long first = CutHistory.Read(site.Log, Totals.Name).First().Cut.Number;
        await site.Fixture.ReplayAsync(2);

        Assert.InRange(first, 2, 20);
        Assert.False(site.Versions.Status(2).Record.IsWhole);
        Assert.Equal(left + 4, site.Image(2).Values.Sum(total => total.Length));
    }

    [Fact]
    public async Task A_lost_cut_topic_takes_the_sealed_cuts_with_it_and_the_live_version_goes_on()
    {
        await using ReplaySite site = ReplaySite.Create(with: Tiny);
        await site.StartAsync(Totals.Plain(1));
        await WriteAsync(site, 20);
        await site.StopAsync();
        site.Log.DeleteTopic(Cuts);

        await site.StartAsync(site.Offered);
        await WriteAsync(site, 20);

        Assert.Equal(40, site.Versions.Status(1).Engine!.Cut.Number);
        Assert.Equal(40, site.Fixture.LastValues().Values.Sum(total => total.Length));
        Assert.True(site.Log.Offsets(new TopicPartition(Cuts, 0)).Earliest > 0);
    }

    private static EngineSettings Tiny(EngineSettings settings) =>
        settings with { Limits = settings.Limits with { SealedCuts = 2 } };

    private static async Task WriteAsync(ReplaySite site, int letters)
    {
        for (int letter = 0; letter < letters; letter++)
        {
            site.Fixture.Write(((char)('a' + (letter % 4))).ToString(), "x");
            await site.Fixture.SettleAsync();
        }

        site.Versions.Live!.Checkpoint().Dispose(); // Waits for the run in progress: it seals behind its commit.
    }
}
