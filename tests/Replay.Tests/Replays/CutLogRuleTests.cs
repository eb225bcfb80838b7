using Kappa.Logs;

namespace Kappa.Replay.Tests;

/// <summary>What a replay needs of the cut log (protocols.md 4 and 5).</summary>
public sealed class CutLogRuleTests
{
    private const string Cuts = "kappa.totals.cuts";

    [Fact]
    public async Task The_cut_log_has_one_partition_and_nothing_of_it_expires()
    {
        await using ReplaySite site = ReplaySite.Create();
        await site.StartAsync(Totals.Plain(1));
        site.Fixture.Write("a", "x");
        await site.Fixture.SettleAsync();

        TopicDescription topic = site.Log.Find(Cuts)!;

        Assert.Equal((1, CleanupPolicy.Keep), (topic.Partitions, topic.Cleanup));
        Assert.Null(topic.RetentionTime);
        Assert.Null(topic.RetentionBytes);
    }

    [Fact]
    public async Task A_lost_cut_log_loses_no_data_and_a_replay_of_the_lost_range_says_that_it_may_differ()
    {
        await using ReplaySite site = ReplaySite.Create(with: SmallReplays.Small);
        await SmallReplays.StartWithBacklogAsync(site, 40, Totals.Plain(1), Totals.Plain(2));
        long last = site.Versions.Status(1).Engine!.Cut.Number;
        await site.StopAsync();
        site.Log.DeleteTopic(Cuts);

        await site.StartAsync(site.Offered);
        site.Fixture.Write("a", "later");
        await site.Fixture.SettleAsync();
        await site.Versions.StartReplayAsync(new ReplayRequest(2), VersionsFixture.TestTimeout());
        await site.Fixture.WaitForAsync(2, VersionState.CaughtUp);
        ReplayPlan plan = await Task.Run(() => ReplayPlanner.Make(
            Totals.Plain(3).Topology, site.Log, site.Settings, new PlanRequest()));
        KappaException verify = await Assert.ThrowsAsync<KappaException>(() => Task.Run(() => new Verification(
            site.Versions.Live!, site.Log, site.Settings).Run(1, null, VersionsFixture.TestTimeout())));

        Assert.Equal(last + 1, site.Versions.Status(1).Engine!.Cut.Number);
        Assert.EndsWith("later", site.Fixture.LastValues()["a"], StringComparison.Ordinal);
        Assert.Equal(site.Fixture.LastValues().Keys, site.Image(2).Keys);
        Assert.Equal(
            site.Fixture.LastValues().Select(row => row.Value.Length), site.Image(2).Select(row => row.Value.Length));
        Assert.Contains($"Cuts 1 to {last} of topology 'totals' are lost.", site.Notices, StringComparison.Ordinal);
        PlanWarning warning = Assert.Single(plan.Warnings, warning => warning.Kind == PlanWarningKind.CutsLost);
        Assert.StartsWith($"Cuts 1 to {last} of topology 'totals' are lost", warning.Text, StringComparison.Ordinal);
        Assert.Contains("may differ", warning.Text, StringComparison.Ordinal);
        Assert.Equal(41, plan.Sample!.Records);
        Assert.Equal("KAP5107", verify.Code); // It compares with the live run, whose order is gone.
        Assert.Equal(VersionState.Live, site.Versions.Status(1).Record.State);
        Assert.Null(site.Versions.LiveError);
    }
}
