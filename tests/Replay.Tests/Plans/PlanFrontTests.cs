using Kappa.Engine;
using Kappa.Logs;

namespace Kappa.Replay.Tests;

public sealed class PlanFrontTests
{
    private static readonly TopicPartition First = new("in", 0);
    /// <summary>The sample runs to the end of the records, however slow the machine is.</summary>
    private static readonly PlanRequest ToTheEnd = new() { Time = new PlanClock() };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_source_whose_front_is_gone_is_reported_with_records_and_the_operators_that_care(bool withCuts)
    {
        using EmbeddedLog log = PlanLog.With(("in", 2));
        log.Fill(First, 300);
        log.Fill(new TopicPartition("in", 1), 100);
        if (withCuts)
        {
            using StreamEngine live = StreamEngine.Open(PlanTopologies.Counting(), log);
            live.RunToEnd();
        }

        log.DeleteRecords(First, 140);
        ReplayPlan plan = ReplayPlanner.Make(
            PlanTopologies.Counting(2), log, new EngineSettings(),
            ToTheEnd with { WrittenByOthers = new HashSet<string> { "out" } });

        PlanSource source = Assert.Single(plan.Sources);
        Assert.Equal(
            [(140, 140, 300, 160, 140), (0, 0, 100, 100, 0)],
            source.Partitions.Select(p => (p.Earliest, p.From, p.End, p.Records, p.Missing)));
        Assert.True(source.Partitions[0].IsFrontMissing);
        Assert.Equal(["count 'counts'"], source.FrontOperators);
        PlanWarning warning = Assert.Single(plan.Warnings);
        Assert.Equal((PlanWarningKind.FrontMissing, "in"), (warning.Kind, warning.Topic));
        Assert.Contains("partition 0 begins at offset 140; at most 140 older", warning.Text, StringComparison.Ordinal);
        Assert.Contains("--delete-missing", warning.Text, StringComparison.Ordinal);
        Assert.Equal((260, true), (plan.Sample!.Records, plan.Sample.ReachedEnd));
    }

    [Fact]
    public void A_table_whose_source_has_lost_its_front_cares_though_compaction_would_not_matter()
    {
        using EmbeddedLog log = PlanLog.With(("in", 1));
        log.Fill(First, 300);
        log.DeleteRecords(First, 100);

        ReplayPlan plan = ReplayPlanner.Make(PlanTopologies.Table(), log, new EngineSettings(), ToTheEnd);

        Assert.Contains("table 'rows'", Assert.Single(plan.Sources).FrontOperators);
        Assert.Empty(plan.Sources[0].CompactionOperators);
    }

    [Fact]
    public void From_a_recorded_cut_only_what_lies_behind_it_is_read_and_what_is_gone_before_it_is_not_missed()
    {
        using EmbeddedLog log = PlanLog.With(("in", 1));
        log.Fill(First, 300);
        using StreamEngine live = StreamEngine.Open(PlanTopologies.Counting(), log);
        live.RunToEnd();
        long cut = live.Status.Cut.Number;
        log.Fill(First, 77);
        live.RunToEnd();
        log.DeleteRecords(First, 250);

        ReplayPlan plan = ReplayPlanner.Make(
            PlanTopologies.Counting(2), log, new EngineSettings(), ToTheEnd with { FromCut = cut });

        PlanPartition partition = Assert.Single(Assert.Single(plan.Sources).Partitions);
        Assert.Equal((250, 300, 377, 77, 0), (
            partition.Earliest, partition.From, partition.End, partition.Records, partition.Missing));
        Assert.Equal((77, true), (plan.Sample!.Records, plan.Sample.FollowedCuts));
        Assert.Empty(plan.Warnings);
    }

    [Fact]
    public void A_cut_that_is_not_recorded_is_refused()
    {
        using EmbeddedLog log = PlanLog.With(("in", 1));
        log.Fill(First, 10);

        KappaException error = Assert.Throws<KappaException>(() => ReplayPlanner.Make(
            PlanTopologies.Counting(), log, new EngineSettings(), ToTheEnd with { FromCut = 7 }));

        Assert.Equal("KAP5111", error.Code);
        Assert.Null(log.Find("kappa.counting.cuts"));
    }

    [Fact]
    public void A_start_in_the_middle_of_a_batch_counts_its_share()
    {
        using EmbeddedLog log = PlanLog.With(("in", 1));
        log.Fill(First, 100, batch: 100);
        long whole = log.Offsets(First).Bytes;
        log.DeleteRecords(First, 75);

        ReplayPlan plan = ReplayPlanner.Make(PlanTopologies.Counting(), log, new EngineSettings(), ToTheEnd);

        Assert.Equal((25, whole / 4), (plan.Records, plan.Bytes));
    }
}
