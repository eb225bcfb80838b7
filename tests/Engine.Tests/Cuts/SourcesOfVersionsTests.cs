using Kappa.Logs;

namespace Kappa.Engine.Tests;

/// <summary>Versions of a topology share its cuts though they read different topics.</summary>
public sealed class SourcesOfVersionsTests
{
    [Fact]
    public void Topics_that_two_versions_added_are_not_taken_for_each_other()
    {
        using EmbeddedLog log = TestLog.With(("a", 1), ("b", 1), ("c", 1));
        log.Append("b", 0, ("k", "1", 1));
        log.Append("a", 0, ("k", "1", 1), ("k", "2", 2));
        log.Append("c", 0, ("k", "1", 1), ("k", "2", 2), ("k", "3", 3));
        RunToEnd(log, Reading(1, "b"));
        RunToEnd(log, Reading(2, "b", "a"));

        EngineStatus third = RunToEnd(log, Reading(3, "b", "c"));

        Assert.Equal(4, third.RecordsProcessed);
        Assert.Equal(["a/0", "b/0", "c/0"], third.AsOf.Offsets.Keys.Order());
        Assert.Equal([2, 1, 3], new[] { "a/0", "b/0", "c/0" }.Select(source => third.AsOf.Offsets[source]));
    }

    [Fact]
    public void A_follower_stops_before_cuts_with_a_source_it_does_not_know_and_follows_them_once_opened_again()
    {
        using EmbeddedLog log = TestLog.With(("a", 1), ("b", 1));
        log.Append("b", 0, ("k", "1", 1));
        RunToEnd(log, Reading(1, "b"));
        using StreamEngine shadow = Follow(log);
        shadow.RunToEnd();
        log.Append("a", 0, ("k", "1", 1));
        log.Append("b", 0, ("k", "2", 2));
        EngineStatus second = RunToEnd(log, Reading(2, "a", "b"));

        KappaException error = Assert.Throws<KappaException>(() => shadow.RunOnce());
        shadow.Dispose();
        using StreamEngine again = Follow(log);
        again.RunToEnd();

        Assert.Equal("KAP5109", error.Code);
        Assert.Contains("its sources: a.", error.Message, StringComparison.Ordinal);
        Assert.Equal(second.Cut, again.Status.Cut);
        Assert.Equal(1, again.RecordsProcessed);
    }

    [Fact]
    public void A_version_that_becomes_live_registers_the_sources_that_it_brought_as_a_follower()
    {
        using EmbeddedLog log = TestLog.With(("a", 1), ("b", 1), ("c", 1));
        log.Append("b", 0, ("k", "1", 1));
        log.Append("c", 0, ("k", "1", 1));
        RunToEnd(log, Reading(1, "b"));
        using (StreamEngine shadow = StreamEngine.Open(
            Reading(2, "b", "c"), log, new EngineSettings { Role = new CopyRole("shadow.") }))
        {
            shadow.RunToEnd();
        }

        RunToEnd(log, Reading(2, "b", "c"));
        log.Append("a", 0, ("k", "1", 1), ("k", "2", 2));

        EngineStatus third = RunToEnd(log, Reading(3, "a", "b"));

        Assert.Equal(3, third.RecordsProcessed);
        Assert.Equal(["a/0", "b/0", "c/0"], third.AsOf.Offsets.Keys.Order());
    }

    [Fact]
    public void A_new_source_begins_at_the_oldest_record_that_is_left_of_it()
    {
        using EmbeddedLog inner = TestLog.With(("a", 1), ("b", 1));
        inner.Append("b", 0, ("k", "1", 1));
        RunToEnd(inner, Reading(1, "b"));
        inner.Append("a", 0, ("k", "1", 1), ("k", "2", 2));
        inner.Append("a", 0, ("k", "3", 3));
        var log = new ProbedLog(inner) { Shortened = (new TopicPartition("a", 0), 2) };

        EngineStatus second = RunToEnd(log, Reading(2, "a", "b"));

        Assert.Equal(2, second.RecordsProcessed);
        Assert.Equal(3, second.AsOf.Offsets["a/0"]);
    }

    [Fact]
    public void Records_that_retention_deleted_before_the_first_one_was_read_are_missed_and_not_passed_over()
    {
        using EmbeddedLog inner = TestLog.With(("a", 1), ("b", 1));
        inner.Append("b", 0, ("k", "1", 1));
        RunToEnd(inner, Reading(1, "a", "b"));
        inner.Append("a", 0, ("k", "1", 1), ("k", "2", 2));
        inner.Append("a", 0, ("k", "3", 3));
        var log = new ProbedLog(inner) { Shortened = (new TopicPartition("a", 0), 2) };

        KappaException error = Assert.Throws<KappaException>(() => StreamEngine.Open(Reading(1, "a", "b"), log));

        Assert.Equal("KAP5005", error.Code);
        Assert.Contains("a/0 begins at offset 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_topic_that_no_version_reads_any_more_can_go_and_only_what_a_version_reads_counts()
    {
        using EmbeddedLog log = TestLog.With(("a", 1), ("b", 1));
        log.Append("a", 0, ("k", "1", 1));
        log.Append("b", 0, ("k", "1", 2));
        RunToEnd(log, Reading(1, "a", "b"));
        using (StreamEngine running = StreamEngine.Open(Reading(2, "b"), log))
        {
            running.RunToEnd();
            log.DeleteTopic("a");
            log.Append("b", 0, ("k", "2", 3));
            running.RunToEnd();
            Assert.Equal(2, running.RecordsProcessed);
        }

        log.Append("b", 0, ("k", "3", 4));
        EngineStatus restarted = RunToEnd(log, Reading(2, "b"));
        using StreamEngine replay = StreamEngine.Open(Reading(2, "b"), log, new EngineSettings
        {
            Instance = 2,
            Role = new CopyRole("replay."),
        });
        replay.RunToEnd();

        Assert.Equal(3, restarted.AsOf.Offsets["b/0"]);
        Assert.Equal((3, restarted.Cut), (replay.RecordsProcessed, replay.Status.Cut));
        Assert.Equal("KAP5001", Assert.Throws<KappaException>(() => StreamEngine.Open(Reading(1, "a", "b"), log)).Code);
    }

    private static EngineStatus RunToEnd(ILog log, Topology topology)
    {
        using StreamEngine engine = StreamEngine.Open(topology, log);
        engine.RunToEnd();
        return engine.Status;
    }

    private static StreamEngine Follow(ILog log) => StreamEngine.Open(
        Reading(1, "b"), log, new EngineSettings { Instance = 2, Role = new CopyRole("shadow.") });

    private static Topology Reading(int version, params string[] topics)
    {
        var builder = new StreamBuilder();
        foreach (string topic in topics)
        {
            builder.Stream<string, string>(topic).GroupByKey().Count(Materialized.As($"counts-{topic}"));
        }

        return builder.Build("reading", version);
    }
}
