using Kappa.Logs;

namespace Kappa.Engine.Tests;

/// <summary>Sources whose front retention has deleted: replayed from what is left, and never passed over.</summary>
public sealed class DeletedHistoryTests
{
    private static readonly TopicPartition In = new("in", 0);

    [Fact]
    public void History_whose_front_is_gone_is_replayed_from_what_is_left_with_a_restart_anywhere()
    {
        foreach (int seed in Seeds.For(30))
        {
            Seeds.Run(seed, random =>
            {
                using EmbeddedLog log = TestLog.With(("in", 1));
                for (int i = 0; i < 60; i++)
                {
                    log.Append("in", 0, ($"k{i % 7}", "1", i));
                }

                EngineModes.RunLive(log, SmallTopologies.Counting("out"), random.Next(1, 9), random.Next(1, 30));
                int gone = random.Next(1, 61);
                log.DeleteRecords(In, gone);
                long processed = 0;
                StreamEngine engine = Open(log, random);
                Assert.Equal(60 - gone, engine.Behind());
                while (engine.RunOnce())
                {
                    processed += engine.RecordsProcessed;
                    engine.Dispose();
                    engine = Open(log, random);
                    Assert.Equal(60 - gone - processed, engine.Behind());
                }

                Assert.Equal(60 - gone, processed);
                Assert.Equal(CountsFrom(gone, 60), EngineModes.Counts(engine));
                engine.Dispose();
            });
        }
    }

    [Fact]
    public void The_first_offset_that_there_was_is_remembered_so_that_a_later_deletion_is_noticed()
    {
        using EmbeddedLog log = Counted(10);
        log.DeleteRecords(In, 4);
        using (StreamEngine engine = StreamEngine.Open(
            SmallTopologies.Counting(), log, EngineModes.Shadow with { Seams = new() { RunLimit = () => 1 } }))
        {
            while (engine.Status.AsOf.Offsets["in/0"] < 6)
            {
                engine.RunOnce();
            }
        }

        long[] starts = EngineModes.Positions(log, "counting.v1.i2")[^1].Starts;
        log.DeleteRecords(In, 6);
        StreamEngine.Open(SmallTopologies.Counting(), log, EngineModes.Shadow).Dispose(); // All before it is done.
        log.DeleteRecords(In, 7);
        KappaException error = Assert.Throws<KappaException>(
            () => StreamEngine.Open(SmallTopologies.Counting(), log, EngineModes.Shadow));

        Assert.Equal([4], starts);
        Assert.Equal("KAP5005", error.Code);
        Assert.Contains("needs it from offset 6", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Records_that_are_gone_do_not_count_against_the_size_of_a_run()
    {
        using EmbeddedLog log = Counted(20);
        log.DeleteRecords(In, 10);
        using StreamEngine engine = StreamEngine.Open(
            SmallTopologies.Counting(), log, EngineModes.Shadow with { Seams = new() { RunLimit = () => 5 } });

        engine.RunOnce();

        Assert.Equal((5, 15), (engine.RecordsProcessed, engine.Status.Cut.Number));
    }

    [Fact]
    public void A_position_before_the_first_offset_that_there_was_is_no_reason_to_pass_over_records_behind_it()
    {
        using EmbeddedLog log = Counted(10);
        log.DeleteRecords(In, 8);
        using (StreamEngine engine = StreamEngine.Open(
            SmallTopologies.Counting(), log, EngineModes.Shadow with { Role = new ShadowRole { UntilCut = 2 } }))
        {
            engine.RunToEnd();
            Assert.Equal((0, 2, 2), (engine.RecordsProcessed, engine.Status.Cut.Number, engine.Behind()));
        }

        log.DeleteRecords(In, 9);

        Assert.Equal("KAP5005", Assert.Throws<KappaException>(
            () => StreamEngine.Open(SmallTopologies.Counting(), log, EngineModes.Shadow)).Code);
    }

    [Theory]
    [InlineData(false), InlineData(true)] // Without a store, too: a position has no changelogs then.
    public void Retention_that_overtakes_a_paused_follower_is_an_error_and_its_records_are_not_skipped(bool hasStore)
    {
        Topology topology = hasStore ? SmallTopologies.Counting() : SmallTopologies.Passing();
        using EmbeddedLog log = TestLog.With(("in", 1));
        log.Append("in", 0, ("a", "1", 1));
        EngineModes.RunLive(log, topology);
        using (StreamEngine shadow = StreamEngine.Open(topology, log, EngineModes.Shadow))
        {
            shadow.RunToEnd();
        }

        log.Append("in", 0, ("a", "1", 2), ("a", "1", 3));
        EngineModes.RunLive(log, topology);
        log.DeleteRecords(In, 2);

        KappaException error = Assert.Throws<KappaException>(
            () => StreamEngine.Open(topology, log, EngineModes.Shadow));

        Assert.Equal("KAP5005", error.Code);
    }

    [Fact]
    public void Retention_that_overtakes_an_open_follower_is_the_same_error_and_not_blamed_on_a_record()
    {
        using EmbeddedLog log = TestLog.With(("in", 1));
        log.Append("in", 0, ("a", "1", 1));
        using StreamEngine live = StreamEngine.Open(SmallTopologies.Counting(), log);
        live.RunOnce();
        using StreamEngine shadow = StreamEngine.Open(SmallTopologies.Counting(), log, EngineModes.Shadow);
        shadow.RunToEnd();
        log.Append("in", 0, ("a", "1", 2), ("a", "1", 3));
        live.RunOnce();
        log.DeleteRecords(In, 2);

        KappaException error = Assert.Throws<KappaException>(() => shadow.RunOnce());

        Assert.Equal(("KAP5005", ExitCodes.Mismatch), (error.Code, error.ExitCode));
        Assert.Contains("in/0 begins at offset 2", error.Message, StringComparison.Ordinal);
        Assert.Contains("needs it from offset 1", error.Message, StringComparison.Ordinal);
        Assert.Equal(["a=1"], EngineModes.Counts(shadow));
    }

    [Fact]
    public void Retention_that_overtakes_the_open_live_version_is_the_same_error()
    {
        using EmbeddedLog log = TestLog.With(("in", 1));
        log.Append("in", 0, ("a", "1", 1));
        using StreamEngine live = StreamEngine.Open(SmallTopologies.Counting(), log);
        live.RunOnce();
        log.Append("in", 0, ("a", "1", 2), ("a", "1", 3));
        log.DeleteRecords(In, 2);

        Assert.Equal("KAP5005", Assert.Throws<KappaException>(() => live.RunOnce()).Code);
    }

    [Fact]
    public void A_new_live_version_goes_on_behind_cuts_whose_records_are_all_gone()
    {
        using EmbeddedLog log = Counted(5);
        log.Append("in", 0, ("x", "1", 1), ("y", "1", 2), ("z", "1", 3));
        log.DeleteRecords(In, 6);

        using StreamEngine live = StreamEngine.Open(
            SmallTopologies.Counting(), log, new EngineSettings { Instance = 2 });
        live.RunToEnd();

        Assert.Equal(["y=1", "z=1"], EngineModes.Counts(live));
        Assert.Equal((2, 0), (live.RecordsProcessed, live.Behind()));
    }

    [Fact]
    public void A_source_that_only_other_versions_read_may_lose_its_front_and_the_live_version_goes_on()
    {
        using EmbeddedLog log = TestLog.With(("a", 1), ("b", 1));
        log.Append("a", 0, ("k", "1", 1));
        log.Append("b", 0, ("k", "1", 1));
        EngineModes.RunLive(log, ReadingTopology.Build(1, "a", "b"));
        EngineModes.RunLive(log, ReadingTopology.Build(2, "b"));
        log.Append("a", 0, ("k", "2", 2), ("k", "3", 3));
        log.Append("b", 0, ("k", "2", 2));
        log.DeleteRecords(new TopicPartition("a", 0), 2);

        using StreamEngine live = StreamEngine.Open(ReadingTopology.Build(2, "b"), log);
        live.RunToEnd();

        Assert.Equal(["k=2"], EngineModes.Counts(live, "counts-b"));
        Assert.Equal(0, live.Behind());
        Assert.Equal("KAP5005", Assert.Throws<KappaException>(
            () => StreamEngine.Open(ReadingTopology.Build(1, "a", "b"), log, EngineModes.Shadow with { Instance = 1 }))
            .Code);
    }

    [Fact]
    public void A_start_at_a_cut_whose_records_are_gone_begins_with_what_is_left()
    {
        using EmbeddedLog log = Counted(10);
        log.DeleteRecords(In, 8);

        using StreamEngine engine = StreamEngine.Open(
            SmallTopologies.Counting(), log, EngineModes.Shadow with { Role = new ShadowRole { StartCut = 3 } });
        engine.RunToEnd();

        Assert.Equal(2, engine.RecordsProcessed);
        Assert.Equal([8], EngineModes.Positions(log, "counting.v1.i2")[^1].Starts);
    }

    [Fact]
    public void A_source_that_was_added_without_its_front_is_followed_at_the_same_offsets_when_more_of_it_is_gone()
    {
        using EmbeddedLog log = TestLog.With(("a", 1), ("b", 1));
        log.Append("b", 0, ("k", "1", 1));
        EngineModes.RunLive(log, ReadingTopology.Build(1, "b"));
        for (int i = 0; i < 6; i++)
        {
            log.Append("a", 0, ("k", "1", i));
        }

        log.DeleteRecords(new TopicPartition("a", 0), 2);
        AsOf live = EngineModes.RunLive(log, ReadingTopology.Build(2, "a", "b"), 1, 1).AsOf;
        log.DeleteRecords(new TopicPartition("a", 0), 5);

        using StreamEngine shadow = StreamEngine.Open(ReadingTopology.Build(2, "a", "b"), log, EngineModes.Shadow);
        shadow.RunToEnd();

        Assert.Equal(6, live.Offsets["a/0"]);
        Assert.Equal(live.Offsets, shadow.Status.AsOf.Offsets);
        Assert.Equal(["k=1"], EngineModes.Counts(shadow, "counts-a"));
    }

    private static StreamEngine Open(ILog log, Random random)
    {
        int limit = random.Next(1, 25);
        return StreamEngine.Open(
            SmallTopologies.Counting("out"), log, EngineModes.Shadow with { Seams = new() { RunLimit = () => limit } });
    }

    /// <summary>A log with a record and a cut for each number.</summary>
    private static EmbeddedLog Counted(int records)
    {
        EmbeddedLog log = TestLog.With(("in", 1));
        for (int i = 0; i < records; i++)
        {
            log.Append("in", 0, ($"k{i}", "1", i));
        }

        EngineModes.RunLive(log, SmallTopologies.Counting(), 1, 1);
        return log;
    }

    private static string[] CountsFrom(int first, int end) =>
        [.. Enumerable.Range(first, end - first).GroupBy(i => $"k{i % 7}")
            .OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => $"{group.Key}={group.Count()}")];
}
