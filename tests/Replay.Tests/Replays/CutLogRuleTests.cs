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
    public async Task A_lost_cut_log_loses_no_data_and_a_replay_of_the_lost_range_does_not_pass_for_the_live_run()
    {
        await using ReplaySite site = ReplaySite.Create(with: ReplayLifecycleTests.Small);
        await ReplayLifecycleTests.StartWithBacklogAsync(site, 40, Totals.Plain(1), Totals.Plain(2));
        long last = site.Versions.Status(1).Engine!.Cut.Number;
        await site.StopAsync();
        site.Log.DeleteTopic(Cuts);

        await site.StartAsync(site.Offered);
        site.Fixture.Write("a", "later");
        await site.Fixture.SettleAsync();
        await site.Versions.StartReplayAsync(new ReplayRequest(2), VersionsFixture.TestTimeout());
        VersionStatus replay = await site.Versions.WaitAsync(
            2, status => status.Record.State != VersionState.Replaying, VersionsFixture.TestTimeout());

        Assert.Equal(last + 1, site.Versions.Status(1).Engine!.Cut.Number);
        Assert.EndsWith("later", site.Fixture.LastValues()["a"], StringComparison.Ordinal);
        Assert.Equal(VersionState.Stopped, replay.Record.State);
        Assert.Contains(
            $"from cut 0 to cut {last + 1}: those between are gone", replay.Error, StringComparison.Ordinal);
        Assert.Equal(VersionState.Live, site.Versions.Status(1).Record.State);
        Assert.Null(site.Versions.LiveError);
    }
}
