using Kappa.Engine;
using Kappa.Logs;

namespace Kappa.Replay.Tests;

public sealed class PlanWarningTests
{
    /// <summary>The sample runs to the end of the records, however slow the machine is.</summary>
    private static readonly PlanRequest ToTheEnd = new() { Time = new PlanClock() };

    [Fact]
    public void A_compacted_source_names_the_operators_that_depend_on_every_record()
    {
        using EmbeddedLog log = LogWithCompacted("in");

        ReplayPlan plan = Plan(PlanTopologies.Counting(), log);

        Assert.Equal(["count 'counts'"], Assert.Single(plan.Sources).CompactionOperators);
        PlanWarning warning = Assert.Single(plan.Warnings);
        Assert.Equal((PlanWarningKind.Compacted, "in"), (warning.Kind, warning.Topic));
        Assert.Contains("count 'counts' depend", warning.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plain_table_does_not_care_whether_its_source_is_compacted()
    {
        using EmbeddedLog log = LogWithCompacted("in");

        ReplayPlan plan = Plan(PlanTopologies.Table(), log);

        Assert.Equal(CleanupPolicy.Compact, Assert.Single(plan.Sources).Cleanup);
        Assert.Empty(plan.Sources[0].CompactionOperators);
        Assert.Empty(plan.Warnings);
    }

    [Fact]
    public void A_table_of_captured_changes_does_not_care_whether_its_source_is_compacted()
    {
        using EmbeddedLog log = EmbeddedLog.InMemory();
        log.CreateTopic("in", new TopicSettings { Cleanup = CleanupPolicy.Compact });
        Topology topology = PlanTopologies.Captured();

        ReplayPlan plan = Plan(topology, log);

        Assert.Empty(Assert.Single(plan.Sources).CompactionOperators);
        Assert.Empty(plan.Warnings);
        Assert.True(VersionCatalog.HasWholeHistory(log, topology));
    }

    [Fact]
    public void Who_counts_the_updates_of_a_table_cares_through_an_exchange()
    {
        using EmbeddedLog log = LogWithCompacted("in");

        ReplayPlan plan = Plan(PlanTopologies.CountedUpdates(), log);

        Assert.Equal(["count 'updates'"], Assert.Single(plan.Sources).CompactionOperators);
    }

    [Fact]
    public void A_join_and_its_stream_output_care_for_each_side_and_only_the_compacted_one_is_named()
    {
        using EmbeddedLog log = LogWithCompacted("names");
        log.CreateTopic("in", new TopicSettings());
        log.Fill(new TopicPartition("in", 0), 10);

        ReplayPlan plan = Plan(PlanTopologies.Joined(), log);

        Assert.Empty(plan.Sources[0].CompactionOperators);
        Assert.Equal("output 'out'", plan.Sources[1].CompactionOperators[0]);
        Assert.StartsWith("stream-table-join", plan.Sources[1].CompactionOperators[1], StringComparison.Ordinal);
        Assert.Equal("names", Assert.Single(plan.Warnings).Topic);
    }

    [Fact]
    public void What_a_replay_would_stop_on_is_a_warning()
    {
        using EmbeddedLog log = PlanLog.With(("in", 1));
        log.Fill(new TopicPartition("in", 0), 30);
        var builder = new StreamBuilder();
        builder.Stream<string, string>("in").GroupByKey()
            .Aggregate(() => "", (_, value, _) => value == "17" ? throw new FormatException("not 17") : value);

        ReplayPlan plan = Plan(builder.Build("choking"), log);

        PlanWarning warning = Assert.Single(plan.Warnings);
        Assert.Equal(PlanWarningKind.SampleFailed, warning.Kind);
        Assert.Contains("offset 17", warning.Text, StringComparison.Ordinal);
        Assert.Equal(30, plan.Records);
    }

    [Fact]
    public void A_disk_that_is_too_small_is_a_warning()
    {
        using var directory = new PlanDirectory();
        using EmbeddedLog log = PlanLog.With(("in", 1));
        log.Fill(new TopicPartition("in", 0), 1_000, keys: 1_000);
        var settings = new EngineSettings { State = DiskState.In(directory.Path) };

        ReplayPlan roomy = ReplayPlanner.Make(PlanTopologies.Counting(), log, settings, ToTheEnd);
        ReplayPlan tight = ReplayPlanner.Make(
            PlanTopologies.Counting(), log, settings, ToTheEnd with { FreeSpace = _ => roomy.DiskBytes });

        Assert.True(roomy.FreeBytes > roomy.DiskBytes);
        Assert.Empty(roomy.Warnings);
        Assert.Equal(PlanWarningKind.DiskSpace, Assert.Single(tight.Warnings).Kind);
    }

    [Fact]
    public void An_output_that_another_version_writes_is_muted_and_any_other_is_published_from_the_start()
    {
        using EmbeddedLog log = PlanLog.With(("in", 1));
        log.Fill(new TopicPartition("in", 0), 100);

        ReplayPlan alone = Plan(PlanTopologies.Counting(), log);
        ReplayPlan second = ReplayPlanner.Make(
            PlanTopologies.Counting(2), log, new EngineSettings(),
            ToTheEnd with { WrittenByOthers = new HashSet<string> { "out" } });

        Assert.False(Assert.Single(alone.Outputs).IsMuted);
        Assert.True(Assert.Single(second.Outputs).IsMuted);
        Assert.Null(log.Find("out"));
    }

    [Fact]
    public void Cutovers_of_the_topology_that_writes_a_source_are_named_and_withdrawn_ones_are_not()
    {
        using EmbeddedLog log = PlanLog.With(("in", 1), ("kappa.upstream.cuts", 1));
        log.Fill(new TopicPartition("in", 0), 10);
        var first = new CutoverRecord(CutoverStep.Switched, 40, 1, 1, 2, 1);
        var second = new CutoverRecord(CutoverStep.Switched, 90, 2, 1, 3, 1);
        Record(log, first, first with { Step = CutoverStep.Completed });
        Record(log, second, second with { Step = CutoverStep.Withdrawn });

        ReplayPlan plan = ReplayPlanner.Make(
            PlanTopologies.Counting(), log, new EngineSettings(),
            ToTheEnd with { SourceOwners = new Dictionary<string, string> { ["in"] = "upstream" } });

        PlanWarning warning = Assert.Single(plan.Warnings);
        Assert.Equal((PlanWarningKind.SourceCutover, "in"), (warning.Kind, warning.Topic));
        Assert.Contains("which has switched from v1 to v2 at cut 40.", warning.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_replay_of_a_compacted_source_that_outlasts_its_tombstones_is_a_warning()
    {
        var clock = new PlanClock();
        using EmbeddedLog log = LogWithCompacted("in");
        var builder = new StreamBuilder();
        builder.Table<string, string>("in").MapValues((_, value) =>
        {
            clock.Advance(TimeSpan.FromHours(1));
            return value;
        }).ToStream().To("out");
        Topology slow = builder.Build("slow");

        ReplayPlan plan = ReplayPlanner.Make(slow, log, new EngineSettings(), new PlanRequest { Time = clock });

        Assert.Equal(PlanWarningKind.Tombstones, Assert.Single(plan.Warnings).Kind);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(200, false)]
    public void A_source_whose_oldest_records_may_expire_before_they_are_read_is_a_warning(int days, bool warns)
    {
        var clock = new PlanClock();
        using EmbeddedLog log = EmbeddedLog.InMemory();
        log.CreateTopic("in", new TopicSettings { RetentionTime = TimeSpan.FromDays(days) });
        log.Fill(new TopicPartition("in", 0), 50);
        var now1970 = new EngineSettings { Seams = new() { Time = clock } }; // The records are a second old.

        ReplayPlan plan = ReplayPlanner.Make(
            Slow(() => clock.Advance(TimeSpan.FromHours(1))), log, now1970, new PlanRequest { Time = clock });

        Assert.Equal(
            warns ? [PlanWarningKind.Retention] : [], plan.Warnings.Select(warning => warning.Kind));
    }

    [Fact]
    public void A_source_that_is_nearly_as_large_as_it_may_be_is_a_warning()
    {
        using EmbeddedLog log = PlanLog.With(("in", 1));
        log.Fill(new TopicPartition("in", 0), 100);
        long bytes = log.Offsets(new TopicPartition("in", 0)).Bytes;
        log.CreateTopic("tight", new TopicSettings { RetentionBytes = bytes + 1 });
        log.Fill(new TopicPartition("tight", 0), 100);
        log.CreateTopic("roomy", new TopicSettings { RetentionBytes = bytes * 2 });
        log.Fill(new TopicPartition("roomy", 0), 100);
        var builder = new StreamBuilder();
        builder.Stream<string, string>("tight").To("a");
        builder.Stream<string, string>("roomy").To("b");

        ReplayPlan plan = Plan(builder.Build("copying"), log);

        PlanWarning warning = Assert.Single(plan.Warnings);
        Assert.Equal((PlanWarningKind.Retention, "tight"), (warning.Kind, warning.Topic));
    }

    private static Topology Slow(Action each)
    {
        var builder = new StreamBuilder();
        builder.Stream<string, string>("in").MapValues((_, value) =>
        {
            each();
            return value;
        }).To("out");
        return builder.Build("slow");
    }

    private static void Record(ILog log, params CutoverRecord[] records)
    {
        using ILogProducer producer = log.OpenProducer();
        using var buffer = new RecordBuffer();
        foreach (CutoverRecord record in records)
        {
            buffer.Add(1, false, default, true, record.Encode());
        }

        producer.Append(new TopicPartition("kappa.upstream.cuts", 0), buffer);
        producer.Commit();
    }

    private static ReplayPlan Plan(Topology topology, ILog log) =>
        ReplayPlanner.Make(topology, log, new EngineSettings(), ToTheEnd);

    private static EmbeddedLog LogWithCompacted(string topic)
    {
        EmbeddedLog log = EmbeddedLog.InMemory();
        log.CreateTopic(topic, new TopicSettings { Cleanup = CleanupPolicy.Compact });
        log.Fill(new TopicPartition(topic, 0), 50);
        return log;
    }
}
