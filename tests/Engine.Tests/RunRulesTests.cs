using Kappa.Logs;

namespace Kappa.Engine.Tests;

/// <summary>
/// The rules for runs, commits and restores (protocols.md 10 to 19), each named for what it prevents.
/// </summary>
public sealed class RunRulesTests
{
    [Theory]
    [InlineData(1), InlineData(100), InlineData(1_000_000)]
    public void Rule_10_a_run_of_many_slices_gives_what_slice_by_slice_would_give(int passedOnRecords)
    {
        using EmbeddedLog log = EmbeddedLog.InMemory();
        var feeder = new Feeder(log, OrderTopology.Topics, OrderTopology.Partitions, new Random(7));
        feeder.CreateTopics();
        feeder.Append(3_000);
        using StreamEngine live = Open(log, new EngineSettings { Limits = new() { SliceRecords = 3, RunRecords = 1 } });
        live.RunToEnd();
        using StreamEngine follower = Open(log, new EngineSettings
        {
            Instance = 2,
            Role = new CopyRole("follow."),
            Limits = new() { RunRecords = 1_000_000, InlineRecords = 0, PassedOnRecords = passedOnRecords },
        });

        follower.RunToEnd();

        Assert.True(live.Status.Commits >= 100, $"{live.Status.Commits} commits are too few to show anything.");
        Assert.Equal(1, follower.Status.Commits);
        Assert.Equal(Observed.Stores(live), Observed.Stores(follower));
        Assert.Equal(Observed.Records(log, "clicks-joined"), Observed.Records(log, "follow.clicks-joined"));
    }

    [Fact]
    public void Rule_12_a_power_cut_between_any_two_writes_loses_no_slice_and_doubles_none()
    {
        foreach (int seed in Seeds.For(150))
        {
            Seeds.Run(seed, random =>
            {
                var disk = new FaultyFileSystem(tracksCrashes: true);
                var files = new HookedFileSystem(disk);
                using EmbeddedLog log = EmbeddedLog.Open(files, "log");
                var feeder = new Feeder(log, OrderTopology.Topics, OrderTopology.Partitions, random);
                feeder.CreateTopics();
                feeder.Append(120);
                using StreamEngine engine = Open(
                    log, new EngineSettings { Limits = new() { SliceRecords = 10, RunRecords = random.Next(1, 40) } });
                int crashAfter = random.Next(1, 60);
                FaultyFileSystem? image = null;
                files.Hook = () => image = crashAfter-- == 0 ? disk.CrashImage(random) : image;
                engine.RunToEnd();
                files.Hook = null;

                using EmbeddedLog recovered = EmbeddedLog.Open(image ?? disk.CrashImage(random), "log");
                using StreamEngine again = Open(recovered, new EngineSettings { Limits = new() { SliceRecords = 10 } });
                again.RunToEnd();

                AssertAsIfNothingHappened(recovered, again);
            });
        }
    }

    [Fact]
    public void Rule_14_a_restore_reads_the_changelog_up_to_the_committed_position_so_no_slice_of_state_is_lost()
    {
        using EmbeddedLog log = TestLog.With(("in", 1));
        log.Append("in", 0, ("a", "1", 1), ("b", "1", 2), ("a", "1", 3));
        using (StreamEngine first = StreamEngine.Open(Counting(), log))
        {
            first.RunToEnd();
        }

        using StreamEngine restored = StreamEngine.Open(Counting(), log);

        Assert.Equal(2, restored.Status.RecordsRestored);
        using StoreView view = restored.OpenStore("counts");
        Assert.Equal("2", view.Get("a")!.ValueJson);
        Assert.Equal("1", view.Get("b")!.ValueJson);
    }

    [Fact]
    public void Rule_14_committed_positions_are_kept_in_a_topic_of_ours_that_does_not_expire()
    {
        using EmbeddedLog log = TestLog.With(("in", 1));
        using StreamEngine engine = StreamEngine.Open(Counting(), log);

        Assert.Equal(CleanupPolicy.Compact, log.Find("counting.v1.i1.positions")!.Cleanup);
    }

    [Fact]
    public void Rule_16_state_that_is_ahead_of_its_log_is_rebuilt_with_a_notice()
    {
        string state = Directory.CreateTempSubdirectory("kappa-state-").FullName;
        try
        {
            using EmbeddedLog log = TestLog.With(("in", 1));
            log.Append("in", 0, ("a", "1", 1), ("a", "1", 2));
            using (StreamEngine first = StreamEngine.Open(
                Counting(), log, new EngineSettings { State = DiskState.In(state) }))
            {
                first.RunToEnd();
            }

            // The same log as it was before: an older copy of the disk came back.
            using EmbeddedLog older = TestLog.With(("in", 1));
            older.Append("in", 0, ("b", "1", 1));
            var notices = new List<string>();
            using StreamEngine engine = StreamEngine.Open(
                Counting(), older, new EngineSettings
                {
                    State = DiskState.In(state),
                    Seams = new() { Notice = notices.Add },
                });
            engine.RunToEnd();

            Assert.Contains("is rebuilt from its changelog", Assert.Single(notices), StringComparison.Ordinal);
            using StoreView view = engine.OpenStore("counts");
            Assert.Equal(["b"], view.Scan().Select(row => row.Key));
        }
        finally
        {
            Directory.Delete(state, recursive: true);
        }
    }

    [Fact]
    public void Rule_17_changelogs_are_compacted_and_never_deleted_by_age()
    {
        using EmbeddedLog log = TestLog.With(("in", 3));
        using StreamEngine engine = StreamEngine.Open(Counting(), log);

        TopicDescription changelog = log.Find("counting.v1.i1.counts.changelog")!;

        Assert.Equal(CleanupPolicy.Compact, changelog.Cleanup);
        Assert.Equal(3, changelog.Partitions);
    }

    [Fact]
    public void Rule_19_a_failed_task_stops_its_version_at_its_last_committed_cut_and_says_where()
    {
        using EmbeddedLog log = TestLog.With(("in", 1));
        var builder = new StreamBuilder();
        builder.Stream<string, string>("in")
            .Filter((_, value) => value != "poison" ? true : throw new InvalidOperationException("It is poison."))
            .GroupByKey().Count(Materialized.As("counts"));
        using StreamEngine engine = StreamEngine.Open(builder.Build("fragile"), log);
        log.Append("in", 0, ("a", "1", 1));
        engine.RunToEnd();
        log.Append("in", 0, ("a", "2", 2), ("a", "poison", 3));

        KappaException error = Assert.Throws<KappaException>(() => engine.RunOnce());

        Assert.Equal("KAP5101", error.Code);
        Assert.Contains("in/0: InvalidOperationException: It is poison.", error.Message, StringComparison.Ordinal);
        Assert.Equal(EngineState.Failed, engine.Status.State);
        Assert.Equal(1, engine.Status.Cut.Number);
        using StoreView view = engine.OpenStore("counts");
        Assert.Equal("1", view.Get("a")!.ValueJson);
    }

    [Fact]
    public void Rule_19_other_topologies_go_on_when_one_has_failed()
    {
        using EmbeddedLog log = TestLog.With(("in", 1));
        var builder = new StreamBuilder();
        builder.Stream<string, string>("in")
            .Filter((_, _) => throw new InvalidOperationException("It is poison."))
            .GroupByKey().Count(Materialized.As("counts"));
        using StreamEngine failing = StreamEngine.Open(builder.Build("fragile"), log);
        using StreamEngine healthy = StreamEngine.Open(Counting(), log);
        log.Append("in", 0, ("a", "1", 1));
        Assert.Throws<KappaException>(() => failing.RunOnce());

        Assert.True(healthy.RunOnce());
    }

    private static StreamEngine Open(ILog log, EngineSettings settings) =>
        StreamEngine.Open(OrderTopology.Build(), log, settings);

    private static void AssertAsIfNothingHappened(EmbeddedLog log, StreamEngine engine)
    {
        using StreamEngine fresh = Open(
            log, new EngineSettings { Instance = 2, Role = new CopyRole("fresh.") });
        fresh.RunToEnd();
        Assert.Equal(0, engine.Behind());
        Assert.Equal(Observed.Stores(fresh), Observed.Stores(engine));
        Assert.Equal(Observed.Records(log, "fresh.clicks-joined"), Observed.Records(log, "clicks-joined"));
        Assert.Equal(Observed.LastValues(log, "fresh.letters"), Observed.LastValues(log, "letters"));
    }

    private static Topology Counting()
    {
        var builder = new StreamBuilder();
        builder.Stream<string, string>("in").GroupByKey().Count(Materialized.As("counts"));
        return builder.Build("counting");
    }
}
