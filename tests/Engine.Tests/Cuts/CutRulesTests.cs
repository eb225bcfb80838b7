using Kappa.Logs;

namespace Kappa.Engine.Tests;

/// <summary>The rules for cuts (protocols.md 1 to 7), each named for what it prevents.</summary>
public sealed class CutRulesTests
{
    [Fact]
    public void Rule_1_a_cut_never_covers_records_that_a_power_cut_can_take_back()
    {
        var options = new EmbeddedLogOptions { Acknowledge = AcknowledgePolicy.Never };
        using EmbeddedLog log = EmbeddedLog.InMemory(options);
        log.CreateTopic("in", new TopicSettings());
        log.Append("in", 0, ("a", "1", 1));
        using StreamEngine engine = StreamEngine.Open(Counting(), log);

        bool processed = engine.RunOnce();

        PartitionOffsets offsets = log.Offsets(new TopicPartition("in", 0));
        Assert.True(offsets.Synced < offsets.LastStable, "The log synced by itself: this test proves nothing.");
        Assert.False(processed);
        Assert.Equal(0, engine.Status.Cut.Number);
    }

    [Fact]
    public void Rule_2_a_follower_never_runs_beyond_the_committed_cut_of_the_live_version()
    {
        using EmbeddedLog log = TestLog.With(("in", 1));
        log.Append("in", 0, ("a", "1", 1));
        using StreamEngine live = StreamEngine.Open(Counting(), log);
        live.RunToEnd();
        log.Append("in", 0, ("a", "2", 2));
        using StreamEngine follower = Follower(log);

        follower.RunToEnd();

        Assert.Equal(live.Status.Cut, follower.Status.Cut);
        Assert.Equal(1, follower.RecordsProcessed);
    }

    [Fact]
    public void Rule_2_a_backlog_does_not_run_away_with_memory_since_a_run_is_bounded()
    {
        using EmbeddedLog log = TestLog.With(("in", 1));
        for (int i = 0; i < 100; i++)
        {
            log.Append("in", 0, ("a", "1", i), ("b", "1", i));
        }

        using StreamEngine engine = StreamEngine.Open(
            Counting(), log, new EngineSettings { Limits = new() { RunRecords = 10, SliceRecords = 4 } });

        engine.RunOnce();

        Assert.InRange(engine.RecordsProcessed, 10, 14);
    }

    [Fact]
    public void Rule_3_the_clock_of_cuts_never_goes_back_when_the_machines_clock_does()
    {
        using EmbeddedLog log = TestLog.With(("in", 1));
        var clock = new SettableClock { Now = DateTimeOffset.FromUnixTimeMilliseconds(5_000) };
        using StreamEngine engine = StreamEngine.Open(Counting(), log, new EngineSettings
        {
            Seams = new() { Time = clock },
        });
        log.Append("in", 0, ("a", "1", 1));
        engine.RunOnce();
        clock.Now = DateTimeOffset.FromUnixTimeMilliseconds(2_000);
        log.Append("in", 0, ("a", "2", 2));

        engine.RunOnce();

        Assert.Equal(2, engine.Status.Cut.Number);
        Assert.Equal(5_000, engine.Status.Cut.ClockMs);
    }

    [Fact]
    public void Rule_4_a_second_sequencer_is_fenced_so_that_no_two_orders_are_recorded()
    {
        using EmbeddedLog log = TestLog.With(("in", 1));
        using StreamEngine first = StreamEngine.Open(Counting(), log);
        using StreamEngine second = StreamEngine.Open(Counting(), log);
        log.Append("in", 0, ("a", "1", 1));

        KappaException error = Assert.Throws<KappaException>(() => first.RunOnce());

        Assert.Equal(ExitCodes.Fenced, error.ExitCode);
        Assert.True(second.RunOnce());
        Assert.Equal(1, second.Status.Cut.Number);
    }

    [Fact]
    public void Rule_4_a_cut_travels_in_the_transaction_of_its_slice_so_one_is_never_without_the_other()
    {
        using EmbeddedLog log = TestLog.With(("in", 1));
        using StreamEngine engine = StreamEngine.Open(Failing(), log);
        log.Append("in", 0, ("a", "poison", 1));

        Assert.Throws<KappaException>(() => engine.RunOnce());

        Assert.Empty(Observed.Walk(log, "kappa.counting.cuts"));
    }

    [Fact]
    public void Rule_6_history_is_cut_by_its_timestamps_so_that_partitions_advance_together()
    {
        using EmbeddedLog log = TestLog.With(("in", 2));
        for (int i = 0; i < 50; i++)
        {
            log.Append("in", 0, ("a", "1", i * 10));
        }

        for (int i = 0; i < 50; i++)
        {
            log.Append("in", 1, ("b", "1", i * 10));
        }

        using StreamEngine engine = StreamEngine.Open(
            Counting(), log, new EngineSettings { Limits = new() { RunRecords = 1, SliceRecords = 10 } });
        engine.RunOnce();
        AsOf first = engine.Status.AsOf;

        Assert.Equal(first.Offsets["in/0"], first.Offsets["in/1"]);
        Assert.InRange(first.Offsets["in/0"], 4, 6);
    }

    [Fact]
    public void Rule_6_one_timestamp_in_the_far_future_does_not_hold_its_partition_back()
    {
        using EmbeddedLog log = TestLog.With(("in", 2));
        log.Append("in", 0, ("a", "1", 9_000_000_000_000));
        for (int i = 0; i < 30; i++)
        {
            log.Append("in", 0, ("a", "1", i));
            log.Append("in", 1, ("b", "1", i));
        }

        var notices = new List<string>();
        using StreamEngine engine = StreamEngine.Open(Counting(), log, new EngineSettings
        {
            Limits = new() { RunRecords = 1, SliceRecords = 2 },
            Seams = new() { Notice = notices.Add },
        });
        for (int runs = 0; runs < 3; runs++)
        {
            engine.RunOnce();
        }

        // Record 0 of in/1, then the one out of place in a slice of its own, in the turn of time 1, then on by time.
        Assert.Equal((3, 1), (engine.Status.AsOf.Offsets["in/0"], engine.Status.AsOf.Offsets["in/1"]));
        Assert.True(engine.Status.Cut.EventTimeMs < 10);
        Assert.Contains(
            "The record at offset 0 of in/0 has timestamp 2255-03-14T16:00:00.000Z, ", Assert.Single(notices));
    }

    [Fact]
    public void Rule_6_a_partition_waits_for_its_time_however_long_and_the_status_names_its_head()
    {
        using EmbeddedLog log = TestLog.With(("in", 2));
        log.Append("in", 0, [.. Enumerable.Range(0, 9).Select(i => ("a", "1", 50_000_000L + i))]);
        log.Append("in", 1, [.. Enumerable.Range(0, 9).Select(i => ("b", "1", (long)i))]);
        using StreamEngine engine = StreamEngine.Open(
            Counting(), log, new EngineSettings { Limits = new() { RunRecords = 1, SliceRecords = 8 } });

        engine.RunOnce();

        Assert.Equal((0, 8), (engine.Status.AsOf.Offsets["in/0"], engine.Status.AsOf.Offsets["in/1"]));
        Assert.Equal(new WaitingSource(new TopicPartition("in", 0), 0, 50_000_000), engine.Status.Waiting);
        engine.RunToEnd();
        Assert.Null(engine.Status.Waiting);
    }

    [Fact]
    public void Rule_7_a_slice_ends_on_an_offset_so_that_control_batches_are_not_waited_for()
    {
        using EmbeddedLog log = TestLog.With(("in", 1));
        log.Append("in", 0, "producer-1", [("a", "1", 1)]);
        log.Append("in", 0, "producer-1", [("a", "2", 2)]);
        using StreamEngine engine = StreamEngine.Open(Counting(), log);

        engine.RunToEnd();

        Assert.Equal(2, engine.RecordsProcessed);
        Assert.Equal(0, engine.Behind());
        Assert.Equal(log.Offsets(new TopicPartition("in", 0)).LastStable, engine.Status.AsOf.Offsets["in/0"]);
    }

    [Fact]
    public void Rule_7_a_source_that_ends_before_a_recorded_cut_stops_the_version_and_does_not_wait_for_ever()
    {
        using EmbeddedLog full = TestLog.With(("in", 1));
        full.Append("in", 0, ("a", "1", 1), ("a", "2", 2));
        using (StreamEngine live = StreamEngine.Open(Counting(), full))
        {
            live.RunToEnd();
        }

        using EmbeddedLog shorter = TestLog.With(("in", 1), ("kappa.counting.cuts", 1));
        shorter.Append("in", 0, ("a", "1", 1));
        CopyCuts(full, shorter);
        using StreamEngine follower = Follower(shorter);

        KappaException error = Assert.Throws<KappaException>(() => follower.RunOnce());

        Assert.Equal("KAP5004", error.Code);
        Assert.Contains("in/0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rule_7_a_source_that_loses_what_was_cut_stops_a_version_that_has_nothing_to_do()
    {
        using EmbeddedLog inner = TestLog.With(("in", 1));
        var log = new ProbedLog(inner);
        inner.Append("in", 0, ("a", "1", 1), ("a", "2", 2));
        using StreamEngine live = StreamEngine.Open(Counting(), log);
        live.RunToEnd();
        log.OpenFrom = (new TopicPartition("in", 0), 1);

        KappaException error = Assert.Throws<KappaException>(() => live.RunOnce());

        Assert.Equal("KAP5004", error.Code);
        Assert.Contains("Partition in/0 ends at offset 1, before offset 2", error.Message, StringComparison.Ordinal);
    }

    private static void CopyCuts(ILog from, ILog to)
    {
        using ILogProducer producer = to.OpenProducer();
        using var buffer = new RecordBuffer();
        foreach ((int _, byte[]? _, byte[]? value, long timestampMs, long _)
            in Observed.Walk(from, "kappa.counting.cuts"))
        {
            buffer.Add(timestampMs, false, default, true, value);
        }

        producer.Append(new TopicPartition("kappa.counting.cuts", 0), buffer);
        producer.Commit();
    }

    private static StreamEngine Follower(ILog log) => StreamEngine.Open(
        Counting(), log, new EngineSettings { Instance = 2, Role = new CopyRole("follow.") });

    private static Topology Counting()
    {
        var builder = new StreamBuilder();
        builder.Stream<string, string>("in").GroupByKey().Count(Materialized.As("counts"));
        return builder.Build("counting");
    }

    private static Topology Failing()
    {
        var builder = new StreamBuilder();
        builder.Stream<string, string>("in")
            .Filter((_, value) => value != "poison" ? true : throw new InvalidOperationException("Poison."))
            .To("out");
        return builder.Build("counting");
    }
}
