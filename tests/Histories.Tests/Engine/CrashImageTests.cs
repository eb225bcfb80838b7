using Kappa.Logs;

namespace Kappa.Engine.Tests;

/// <summary>What a killed process leaves behind: the log as written, and state as of RocksDB's last flush.</summary>
public sealed class CrashImageTests
{
    [Fact]
    public void A_killed_engine_comes_back_to_the_same_bytes_reading_only_what_rocksdb_had_not_flushed()
    {
        using var directory = new TemporaryDirectory();
        var files = new FaultyFileSystem();
        using EmbeddedLog log = EmbeddedLog.Open(files, "log");
        var feeder = new Feeder(log, OrderTopology.Topics, OrderTopology.Partitions, new Random(5));
        feeder.CreateTopics();
        feeder.Append(2_000);
        RunAndStop(log, directory.In("state")); // Stopping flushes.
        feeder.Append(200);
        using StreamEngine engine = Open(log, directory.In("state"));
        engine.RunToEnd();

        directory.Copy("state", "image");
        using EmbeddedLog image = EmbeddedLog.Open(files.Copy(), "log");
        using StreamEngine restored = Open(image, directory.In("image"));

        Assert.Equal(Observed.Stores(engine), Observed.Stores(restored));
        Assert.Equal(engine.Status.Cut, restored.Status.Cut);
        Assert.InRange(restored.Status.RecordsRestored, 1, ChangelogRecords(image) / 2);
        Assert.False(restored.RunOnce());
    }

    [Fact]
    public void A_restore_that_is_killed_half_way_is_finished_by_the_next_one()
    {
        using var directory = new TemporaryDirectory();
        using EmbeddedLog inner = TestLog.With([.. OrderTopology.Topics.Select(topic => (topic, 3))]);
        new Feeder(inner, OrderTopology.Topics, OrderTopology.Partitions, new Random(6)).Append(500);
        string live = RunAndStop(inner, state: null);
        for (int call = 1; ; call += 17)
        {
            var log = new ProbedLog(inner) { FailAt = call };
            string state = directory.In($"state-{call}");
            try
            {
                Open(log, state).Dispose();
                Assert.True(call > 50, "Restoring was never failed late: this test proves little.");
                break;
            }
            catch (IOException)
            {
                log.FailAt = 0;
                using StreamEngine engine = Open(log, state);
                Assert.Equal(live, Observed.Stores(engine));
            }
        }
    }

    [Fact]
    public void A_stopped_engine_has_nothing_to_restore()
    {
        using var directory = new TemporaryDirectory();
        using EmbeddedLog log = TestLog.With([.. OrderTopology.Topics.Select(topic => (topic, 3))]);
        new Feeder(log, OrderTopology.Topics, OrderTopology.Partitions, new Random(7)).Append(500);
        string live = RunAndStop(log, directory.Path);

        using StreamEngine engine = Open(log, directory.Path);

        Assert.Equal(0, engine.Status.RecordsRestored);
        Assert.Equal(live, Observed.Stores(engine));
    }

    [Fact]
    public void Rule_16_state_beyond_a_changelog_that_lost_its_end_is_rebuilt_even_if_its_cut_has_come_again()
    {
        using var directory = new TemporaryDirectory();
        using EmbeddedLog log = TestLog.With(("in", 1));
        log.Append("in", 0, ("a", "1", 1), ("b", "1", 2), ("c", "1", 3));
        using (StreamEngine engine = StreamEngine.Open(
            SmallTopologies.Counting(), log, new EngineSettings { State = DiskState.In(directory.Path) }))
        {
            engine.RunToEnd();
        }

        // Another disk, with as many cuts of fewer keys.
        using EmbeddedLog other = TestLog.With(("in", 1));
        other.Append("in", 0, ("d", "1", 1));
        using (StreamEngine engine = StreamEngine.Open(SmallTopologies.Counting(), other))
        {
            engine.RunToEnd();
        }

        var notices = new List<string>();
        using StreamEngine restored = StreamEngine.Open(
            SmallTopologies.Counting(), other,
            new EngineSettings { State = DiskState.In(directory.Path), Seams = new() { Notice = notices.Add } });

        Assert.Single(notices);
        using StoreView view = restored.OpenStore("counts");
        Assert.Equal(["d"], view.Scan().Select(row => row.Key));
    }

    [Fact]
    public void A_version_whose_stores_have_changed_is_refused_and_not_restored_from_the_wrong_changelogs()
    {
        using EmbeddedLog log = TestLog.With(("in", 1));
        log.Append("in", 0, ("a", "1", 1));
        using (StreamEngine engine = StreamEngine.Open(SmallTopologies.Counting(), log))
        {
            engine.RunToEnd();
        }

        var builder = new StreamBuilder();
        KGroupedStream<string, string> grouped = builder.Stream<string, string>("in").GroupByKey();
        grouped.Count(Materialized.As("counts"));
        grouped.Count(Materialized.As("again"));

        KappaException error = Assert.Throws<KappaException>(
            () => StreamEngine.Open(builder.Build("counting"), log));

        Assert.Equal(("KAP5108", ExitCodes.Mismatch), (error.Code, error.ExitCode));
    }

    private static StreamEngine Open(ILog log, string? state) =>
        StreamEngine.Open(OrderTopology.Build(), log, new EngineSettings { Threads = 1, State = DiskState.In(state) });

    private static string RunAndStop(ILog log, string? state)
    {
        using StreamEngine engine = Open(log, state);
        engine.RunToEnd();
        return Observed.Stores(engine);
    }

    private static int ChangelogRecords(ILog log) => log.Topics
        .Where(topic => topic.Name.EndsWith(".changelog", StringComparison.Ordinal))
        .Sum(topic => Observed.Walk(log, topic.Name).Count());
}
