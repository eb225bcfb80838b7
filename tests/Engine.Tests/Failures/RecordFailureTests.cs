using System.Text;
using Kappa.Logs;

namespace Kappa.Engine.Tests;

/// <summary>A record that code fails on costs itself, where the topology says so (docs/protocols.md, 19).</summary>
public sealed class RecordFailureTests
{
    private const string Dead = "dead";

    [Theory]
    [InlineData(FailingTopology.Early), InlineData(FailingTopology.Late)]
    public void A_record_that_fails_half_way_leaves_nothing_behind(string bad)
    {
        using EmbeddedLog log = With("a", bad, "b", bad, "a");
        using EmbeddedLog without = With("a", "b", "a");
        using StreamEngine expected = Run(without, null);

        using StreamEngine found = Run(log, _ => FailureAction.Skip);

        Assert.Equal(Observed.Stores(expected), Observed.Stores(found));
        Assert.Equal(without.Values("words"), log.Values("words"));
        Assert.Equal(Observed.LastValues(without, "lengths"), Observed.LastValues(log, "lengths"));
        Assert.Equal([1, 3], FailureLog.Read(log, "failing").Select(note => note.Offset));
        Assert.Equal(EngineState.Ready, found.Status.State);
    }

    [Fact]
    public void Without_a_word_on_failures_the_version_stops()
    {
        using EmbeddedLog log = With("a", FailingTopology.Early);

        KappaException error = Assert.Throws<KappaException>(() => Run(log, null));

        Assert.Equal("KAP5101", error.Code);
        Assert.Empty(FailureLog.Read(log, "failing"));
    }

    [Fact]
    public void A_record_that_cannot_be_read_is_passed_over_and_noted_with_the_commit()
    {
        using EmbeddedLog log = TestLog.With(("numbers", 1));
        log.Append("numbers", 0, ("a", "12345678", 1), ("b", "short", 2), ("a", "12345678", 3));
        var failed = new List<FailedRecord>();
        using StreamEngine engine = StreamEngine.Open(Numbers(record =>
        {
            failed.Add(record);
            return FailureAction.Skip;
        }), log);

        engine.RunToEnd();

        FailedRecord only = Assert.Single(failed);
        Assert.Equal(new TopicPartition("numbers", 0), new TopicPartition(only.Topic, only.Partition));
        Assert.Equal((1L, FailureStage.Deserializing), (only.Offset, only.Stage));
        FailureNote note = Assert.Single(FailureLog.Read(log, "numbers"));
        Assert.Equal((1, 1L, "0_0"), (note.Version, note.Offset, note.Task));
        Assert.Equal(["a=2"], EngineModes.Counts(engine));
        Assert.Equal(1, engine.Status.Commits);
    }

    [Theory]
    [InlineData(1), InlineData(3)]
    public void A_record_of_a_global_table_that_cannot_be_read_is_passed_over_by_all_tasks_and_noted_once(int threads)
    {
        using EmbeddedLog log = TestLog.With(("in", 4), ("rates", 2));
        log.Append("rates", 1, ("a", "short", 1), ("b", "12345678", 2));
        for (int partition = 0; partition < 4; partition++)
        {
            log.Append("in", partition, ("k", "a", 3), ("k", "b", 3));
        }

        var builder = new StreamBuilder();
        builder.OnFailure(_ => FailureAction.DeadLetter(Dead));
        builder.Stream<string, string>("in")
            .Join(builder.GlobalTable<string, long>("rates"), (_, value) => value, (value, _) => value)
            .To("out");
        using StreamEngine engine = StreamEngine.Open(
            builder.Build("rated"), log, new EngineSettings { Threads = threads });

        engine.RunToEnd();

        FailureNote note = Assert.Single(FailureLog.Read(log, "rated"));
        Assert.Equal((new TopicPartition("rates", 1), 0L), (note.Source, note.Offset));
        Assert.Equal(["short"], log.Values(Dead));
        Assert.Equal(Enumerable.Repeat("b", 4), log.Values("out"));
    }

    [Fact]
    public void A_dead_letter_is_the_record_as_it_was_and_says_where_it_is_from()
    {
        using EmbeddedLog log = With("a", FailingTopology.Late);

        using StreamEngine engine = Run(log, _ => FailureAction.DeadLetter(Dead));

        using var cursor = new RecordCursor(log.OpenReader(new TopicPartition(Dead, 0), 0));
        Assert.True(cursor.MoveNext(long.MaxValue));
        Assert.Equal("k", Encoding.UTF8.GetString(cursor.Key));
        Assert.Equal(FailingTopology.Late, Encoding.UTF8.GetString(cursor.Value));
        Assert.Equal(7, cursor.TimestampMs);
        var headers = new RecordHeaders(cursor.Headers);
        Assert.Equal(8, headers.Count);
        Assert.Equal("failing", Text(headers, "topology"));
        Assert.Equal("in", Text(headers, "topic"));
        Assert.Equal("1", Text(headers, "offset"));
        Assert.Equal("processing", Text(headers, "stage"));
        Assert.Equal("InvalidOperationException: too late", Text(headers, "error"));
        Assert.False(cursor.MoveNext(long.MaxValue));
    }

    [Fact]
    public void What_is_noted_decides_in_a_replay_not_what_the_code_does_there()
    {
        using EmbeddedLog log = With("a", FailingTopology.Early, "b", FailingTopology.Late, "a");
        using StreamEngine live = Run(log, _ => FailureAction.DeadLetter(Dead));

        using StreamEngine replay = StreamEngine.Open(
            FailingTopology.Build(null, fails: false), log, Copy);
        replay.RunToEnd();

        Assert.Equal(Observed.Stores(live), Observed.Stores(replay));
        Assert.Equal(log.Values("words"), log.Values("copy.words"));
        Assert.Equal(2, log.Values(Dead).Length);
    }

    [Fact]
    public void A_replay_that_fails_where_nothing_is_noted_stops_and_decides_nothing()
    {
        using EmbeddedLog log = With("a", FailingTopology.Early);
        using (StreamEngine live = StreamEngine.Open(FailingTopology.Build(null, fails: false), log))
        {
            live.RunToEnd();
        }

        using StreamEngine replay = StreamEngine.Open(
            FailingTopology.Build(_ => FailureAction.Skip), log, Copy);

        Assert.Equal("KAP5101", Assert.Throws<KappaException>(() => replay.RunToEnd()).Code);
        Assert.Empty(FailureLog.Read(log, "failing"));
    }

    [Fact]
    public void Another_version_decides_for_itself_and_sends_no_letters_as_a_shadow()
    {
        using EmbeddedLog log = With("a", FailingTopology.Early, "a");
        Run(log, _ => FailureAction.DeadLetter(Dead)).Dispose();

        using StreamEngine shadow = StreamEngine.Open(
            FailingTopology.Build(_ => FailureAction.DeadLetter(Dead), version: 2), log,
            new EngineSettings { Role = new ShadowRole() });
        shadow.RunToEnd();

        Assert.Equal([1, 2], FailureLog.Read(log, "failing").Select(note => note.Version));
        Assert.Single(log.Values(Dead));
    }

    [Fact]
    public void A_version_that_stopped_goes_on_behind_a_record_that_is_noted_by_hand()
    {
        using EmbeddedLog log = With("a", FailingTopology.Early, "a");
        Assert.Throws<KappaException>(() => Run(log, null));

        var note = new FailureNote(
            1, new TopicPartition("in", 0), 1, "", FailureStage.Processing, "", "a test record of May");
        FailureLog.Note(log, "failing", note, TimeProvider.System);
        using StreamEngine again = Run(log, null);

        Assert.Equal(["a=\"..\""], EngineModes.Counts(again, "behind"));
    }

    [Fact]
    public void A_function_that_fails_itself_stops_the_version_with_the_records_error()
    {
        using EmbeddedLog log = With("a", FailingTopology.Early);
        var notices = new List<string>();
        using StreamEngine engine = StreamEngine.Open(
            FailingTopology.Build(_ => throw new ArithmeticException("of mine")), log,
            new EngineSettings { Seams = new() { Notice = notices.Add } });

        KappaException error = Assert.Throws<KappaException>(() => engine.RunToEnd());

        Assert.Contains("too early", error.Message, StringComparison.Ordinal);
        Assert.Contains("ArithmeticException: of mine", Assert.Single(notices), StringComparison.Ordinal);
    }

    [Fact]
    public void Dead_letters_do_not_go_to_a_source()
    {
        using EmbeddedLog log = With("a", FailingTopology.Early);

        KappaException late = Assert.Throws<KappaException>(() => Run(log, _ => FailureAction.DeadLetter("in")));
        var builder = new StreamBuilder();
        builder.OnFailure(FailureAction.DeadLetter("in")).Stream<string, string>("in").To("out");
        KappaException early = Assert.Throws<KappaException>(() => builder.Build("failing"));

        Assert.Equal("KAP5121", late.Code);
        Assert.Equal("KAP1070", early.Code);
    }

    [Fact]
    public void Whatever_fails_and_whenever_it_is_opened_anew_the_answers_are_those_without_the_bad_records()
    {
        foreach (int seed in Seeds.For(6))
        {
            Seeds.Run(seed, random =>
            {
                using EmbeddedLog log = TestLog.With(("in", 2));
                using EmbeddedLog without = TestLog.With(("in", 2));
                string stores = RunRandom(log, without, random);
                using StreamEngine expected = Run(without, null);
                using StreamEngine replay = StreamEngine.Open(FailingTopology.Build(null), log, Copy);
                replay.RunToEnd();

                Assert.Equal(Observed.Stores(expected), stores);
                Assert.Equal(stores, Observed.Stores(replay));
                Assert.Equal(Sorted(without, "words"), Sorted(log, "words"));
                Assert.Equal(Sorted(log, "words"), Sorted(log, "copy.words"));
            });
        }
    }

    private static EngineSettings Copy => new() { Instance = 2, Role = new CopyRole("copy.") };

    /// <summary>Records come, some of them bad, and the version is opened anew now and then.</summary>
    private static string RunRandom(EmbeddedLog log, EmbeddedLog without, Random random)
    {
        using var directory = new TemporaryDirectory();
        StreamEngine? engine = null;
        for (int step = 0; step < 8; step++)
        {
            for (int record = random.Next(9); record > 0; record--)
            {
                string word = random.Next(5) switch
                {
                    0 => FailingTopology.Early,
                    1 => FailingTopology.Late,
                    _ => $"w{random.Next(4)}",
                };
                int partition = random.Next(2);
                log.Append("in", partition, ("k", word, step));
                if (word[0] == 'w')
                {
                    without.Append("in", partition, ("k", word, step));
                }
            }

            if (engine is null || random.Next(4) == 0)
            {
                engine?.Dispose();
                engine = StreamEngine.Open(FailingTopology.Build(SkipOrLetter), log, new EngineSettings
                {
                    State = DiskState.In(directory.Path),
                    Limits = new() { SliceRecords = random.Next(1, 8), RunRecords = random.Next(1, 20) },
                });
            }

            engine.RunToEnd();
        }

        string stores = Observed.Stores(engine!);
        engine!.Dispose();
        return stores;
    }

    private static FailureAction SkipOrLetter(FailedRecord failed) =>
        failed.Offset % 2 == 0 ? FailureAction.Skip : FailureAction.DeadLetter(Dead);

    private static string[] Sorted(EmbeddedLog log, string topic) =>
        [.. Observed.Records(log, topic).Split(Environment.NewLine).Order(StringComparer.Ordinal)];

    private static StreamEngine Run(EmbeddedLog log, Func<FailedRecord, FailureAction>? onFailure)
    {
        StreamEngine engine = StreamEngine.Open(FailingTopology.Build(onFailure), log);
        try
        {
            engine.RunToEnd();
            return engine;
        }
        catch
        {
            engine.Dispose();
            throw;
        }
    }

    private static EmbeddedLog With(params string[] words)
    {
        EmbeddedLog log = TestLog.With(("in", 1));
        log.Append("in", 0, [.. words.Select(word => ((string?)"k", (string?)word, 7L))]);
        return log;
    }

    private static Topology Numbers(Func<FailedRecord, FailureAction> onFailure)
    {
        var builder = new StreamBuilder();
        builder.OnFailure(onFailure).Stream<string, long>("numbers").GroupByKey().Count(Materialized.As("counts"));
        builder.Stream<string, long>("numbers").MapValues(number => number + 1).To("more");
        return builder.Build("numbers");
    }

    private static string Text(RecordHeaders headers, string name) =>
        headers.TryGet($"kappa.failure.{name}", out ReadOnlySpan<byte> value)
            ? Encoding.UTF8.GetString(value) : "";
}
