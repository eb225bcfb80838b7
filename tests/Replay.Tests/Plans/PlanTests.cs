using Kappa.Engine;
using Kappa.Logs;

namespace Kappa.Replay.Tests;

public sealed class PlanTests
{
    /// <summary>The sample runs to the end of the records, however slow the machine is.</summary>
    private static readonly PlanRequest ToTheEnd = new() { Time = new PlanClock() };

    [Fact]
    public void Records_bytes_and_partitions_are_counted_exactly_and_control_batches_are_not()
    {
        using EmbeddedLog log = PlanLog.With(("in", 3), ("other", 1));
        log.Fill(new TopicPartition("in", 0), 250);
        log.Fill(new TopicPartition("in", 2), 1_234, batch: 7, transactionalId: "feeder");
        log.Fill(new TopicPartition("other", 0), 99);

        ReplayPlan plan = ReplayPlanner.Make(PlanTopologies.Counting(2), log, new EngineSettings(), ToTheEnd);

        PlanSource source = Assert.Single(plan.Sources);
        Assert.Equal(("counting", 2, "in"), (plan.Topology, plan.Version, source.Topic));
        Assert.Equal([250, 0, 1_234], source.Partitions.Select(partition => partition.Records));
        Assert.Equal([250, 0, 1_234 + 177], source.Partitions.Select(partition => partition.End));
        Assert.Equal((3, 1_484), (plan.Partitions, plan.Records));
        Assert.Equal(log.Offsets(new TopicPartition("in", 0)).Bytes, source.Partitions[0].Bytes);
        Assert.True(plan.IsExact);
        Assert.Equal(0, source.Missing);
        Assert.Empty(plan.Warnings);
    }

    [Fact]
    public void What_cannot_be_counted_in_time_is_estimated_from_offsets_and_marked()
    {
        using EmbeddedLog log = PlanLog.With(("in", 1));
        log.Fill(new TopicPartition("in", 0), 5_000);

        ReplayPlan plan = ReplayPlanner.Make(
            PlanTopologies.Counting(), log, new EngineSettings(), ToTheEnd with { CountTime = TimeSpan.Zero });

        Assert.False(plan.IsExact);
        Assert.Equal(5_000, plan.Records);
        Assert.Equal(log.Offsets(new TopicPartition("in", 0)).Bytes, plan.Bytes);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Nothing_is_changed_in_the_log_or_on_the_disk(bool withCuts)
    {
        using var directory = new PlanDirectory();
        using EmbeddedLog log = PlanLog.With(("in", 2));
        log.Fill(new TopicPartition("in", 0), 5_000);
        log.Fill(new TopicPartition("in", 1), 5_000);
        var settings = new EngineSettings { State = DiskState.In(directory.Path) };
        StreamEngine? live = withCuts ? StreamEngine.Open(PlanTopologies.Counting(1), log, settings) : null;
        using (live)
        {
            live?.RunToEnd();
            string[] before = [.. log.State(), .. directory.Files()];

            ReplayPlan plan = ReplayPlanner.Make(PlanTopologies.Counting(2), log, settings, ToTheEnd);

            Assert.Equal(withCuts, plan.Sample!.FollowedCuts);
            Assert.True(plan.Sample.Records > 0);
            Assert.Null(plan.Sample.Error);
            Assert.Equal(before.AsEnumerable(), log.State().Concat(directory.Files()));
            log.Fill(new TopicPartition("in", 0), 10);
            live?.RunToEnd(); // It is not fenced either.
        }
    }

    [Fact]
    public void A_version_whose_topics_are_in_no_recorded_cut_is_sampled_over_cuts_of_its_own()
    {
        using EmbeddedLog log = PlanLog.With(("in", 1), ("new", 1));
        log.Fill(new TopicPartition("in", 0), 100);
        log.Fill(new TopicPartition("new", 0), 40);
        using (StreamEngine live = StreamEngine.Open(PlanTopologies.Counting(), log))
        {
            live.RunToEnd();
        }

        string[] before = log.State();
        var builder = new StreamBuilder();
        builder.Stream<string, string>("new").GroupByKey().Count(Materialized.As("counts"));

        ReplayPlan plan = ReplayPlanner.Make(builder.Build("counting", 2), log, new EngineSettings(), ToTheEnd);

        Assert.Equal((40, false, true), (plan.Sample!.Records, plan.Sample.FollowedCuts, plan.Sample.ReachedEnd));
        Assert.Equal(before.AsEnumerable(), log.State());
    }

    [Fact]
    public void A_state_directory_that_is_not_there_yet_is_not_there_afterwards()
    {
        using var directory = new PlanDirectory();
        using EmbeddedLog log = PlanLog.With(("in", 1));
        log.Fill(new TopicPartition("in", 0), 100);
        string state = Path.Combine(directory.Path, "state");

        ReplayPlanner.Make(
            PlanTopologies.Counting(), log, new EngineSettings { State = DiskState.In(state) }, ToTheEnd);

        Assert.False(Directory.Exists(state));
    }

    [Fact]
    public void Stores_and_outputs_are_bounded_by_what_the_sample_wrote()
    {
        using EmbeddedLog log = PlanLog.With(("in", 1));
        log.Fill(new TopicPartition("in", 0), 20_000, keys: 20_000);

        ReplayPlan plan = ReplayPlanner.Make(
            PlanTopologies.Counting(), log, new EngineSettings(), ToTheEnd);
        using StreamEngine replay = StreamEngine.Open(PlanTopologies.Counting(), log);
        replay.RunToEnd();

        PlanStore store = Assert.Single(plan.Stores);
        long changelog = log.Offsets(new TopicPartition("counting.v1.i1.counts.changelog", 0)).Bytes;
        Assert.Equal(("counts", "string", "int64"), (store.Name, store.KeyType, store.ValueType));
        Assert.InRange(store.ChangelogBytes!.Value, changelog / 2, changelog * 2);
        Assert.Equal(store.ChangelogBytes, store.StateBytes);
        PlanOutput output = Assert.Single(plan.Outputs);
        long published = log.Offsets(new TopicPartition("out", 0)).Bytes;
        Assert.Equal(("out", true, false), (output.Topic, output.IsTable, output.IsMuted));
        Assert.InRange(output.Bytes!.Value, published / 2, published * 2);
        Assert.Equal(store.ChangelogBytes * 2 + output.Bytes, plan.DiskBytes);
    }

    [Fact]
    public void A_table_that_the_sample_has_read_whole_is_not_extrapolated_with_the_stream()
    {
        var clock = new PlanClock();
        using EmbeddedLog log = PlanLog.With(("in", 1), ("names", 1));
        log.Fill(new TopicPartition("names", 0), 500, keys: 500);
        log.Fill(new TopicPartition("in", 0), 60_000, keys: 60_000);
        var builder = new StreamBuilder();
        KTable<string, string> names = builder.Table<string, string>("names", materialized: Materialized.As("names"));
        builder.Stream<string, string>("in").LeftJoin(names, (value, name) =>
        {
            clock.Advance(TimeSpan.FromMilliseconds(1));
            return name ?? value;
        }).GroupByKey().Count(Materialized.As("counts"));
        Topology joined = builder.Build("joined");

        ReplayPlan plan = ReplayPlanner.Make(
            joined, log, new EngineSettings(), new PlanRequest { Time = clock });
        using StreamEngine replay = StreamEngine.Open(joined, log);
        replay.RunToEnd();

        Assert.InRange(plan.Sample!.Records, 1_000, 20_000);
        long table = log.Offsets(new TopicPartition("joined.v1.i1.names.changelog", 0)).Bytes;
        Assert.InRange(plan.Stores[1].ChangelogBytes!.Value, table, table * 2);
        long counts = log.Offsets(new TopicPartition("joined.v1.i1.counts.changelog", 0)).Bytes;
        Assert.InRange(plan.Stores[0].ChangelogBytes!.Value, counts * 9 / 10, counts * 2);
    }
}
