using Kappa.Logs;

namespace Kappa.Engine.Tests;

/// <summary>
/// What passes through operators, exchanges and sinks: headers, null keys, tombstones, struct values.
/// </summary>
public sealed class OperatorTests
{
    private static readonly byte[] Headers = [2, 2, (byte)'h', 2, (byte)'x']; // One header, h: x, in Kafka's coding.

    [Fact]
    public void Headers_go_along_from_a_source_to_both_kinds_of_sink_and_through_an_exchange()
    {
        using EmbeddedLog log = TestLog.With(("in", 2));
        AppendWithHeaders(log);
        log.Append("in", 1, ("b", "y", 2));
        var builder = new StreamBuilder();
        KStream<string, string> records = builder.Stream<string, string>("in");
        records.MapValues(value => value + "!").To("copy");
        records.SelectKey((_, value) => value).GroupByKey().Count(Materialized.As("counts")).ToStream().To("totals");
        RunToEnd(log, builder.Build("heading"));

        Assert.Equal([Hex(Headers), ""], HeadersOf(log, "copy"));
        Assert.Equal(["", Hex(Headers)], HeadersOf(log, "totals").Order());
    }

    [Fact]
    public void A_row_that_was_held_back_goes_on_with_the_headers_that_it_came_with()
    {
        using EmbeddedLog log = TestLog.With(("in", 1));
        var builder = new StreamBuilder();
        builder.Table<string, string>("in")
            .Suppress(Suppressed.UntilTimeLimit(TimeSpan.FromMilliseconds(5), BufferConfig.Unbounded()))
            .ToStream().To("held");
        Topology topology = builder.Build("holding");
        AppendWithHeaders(log);
        RunToEnd(log, topology);
        log.Append("in", 0, ("b", "y", 9));
        RunToEnd(log, topology);

        Assert.Equal([Hex(Headers)], HeadersOf(log, "held"));
    }

    [Fact]
    public void A_null_key_passes_stateless_operators_and_is_left_out_where_a_key_decides()
    {
        using EmbeddedLog log = TestLog.With(("in", 2), ("users", 2));
        log.Append("in", 1, (null, "1", 1));
        var builder = new StreamBuilder();
        KStream<string, string> records = builder.Stream<string, string>("in");
        KTable<string, string> users = builder.Table<string, string>("users");
        records.Filter((_, _) => true).MapValues(value => value + "!").To("copy");
        records.Join(users, (value, user) => value + user).To("joined");
        records.LeftJoin(users, (value, user) => value + (user ?? "none")).To("left-joined");
        records.GroupByKey().Count(Materialized.As("counts")).ToStream().To("totals");
        RunToEnd(log, builder.Build("keyless"));

        Assert.Equal(["1!"], log.Values("copy"));
        Assert.Empty(log.Values("joined"));
        Assert.Equal(["1none"], log.Values("left-joined"));
        Assert.Empty(log.Values("totals"));
    }

    [Fact]
    public void A_tombstone_passes_a_stream_and_empties_a_table_and_what_is_joined_with_it()
    {
        using EmbeddedLog log = TestLog.With(("left", 1), ("right", 1));
        log.Append("left", 0, ("k", "l", 1));
        log.Append("right", 0, ("k", "r", 2));
        var builder = new StreamBuilder();
        KTable<string, string> left = builder.Table<string, string>("left");
        left.ToStream().To("copy");
        left
            .Join(builder.Table<string, string>("right"), (l, r) => l + r, Materialized.As("joined"))
            .ToStream().To("pairs");
        using StreamEngine engine = StreamEngine.Open(builder.Build("emptying"), log);
        engine.RunToEnd();
        log.Append("left", 0, ("k", null, 3));

        engine.RunToEnd();

        Assert.Equal(["l", "null"], log.Values("copy"));
        Assert.Equal(["lr", "null"], log.Values("pairs"));
        using StoreView view = engine.OpenStore("joined");
        Assert.Empty(view.Scan());
    }

    [Fact]
    public void A_struct_value_that_is_default_is_a_value_and_no_tombstone()
    {
        using EmbeddedLog log = TestLog.With(("in", 1));
        log.Append("in", 0, ("k", "", 1), ("gone", null, 2));
        var builder = new StreamBuilder();
        builder.Stream<string, string>("in").Filter((_, value) => value is not null).MapValues(value => value.Length)
            .GroupByKey().Aggregate(() => 0, (_, length, total) => total + length, Materialized.As("lengths"))
            .ToStream().To("totals");
        RunToEnd(log, builder.Build("measuring"));

        Assert.Equal(["\0\0\0\0"], log.Values("totals"));
    }

    [Fact]
    public void Records_of_equal_timestamps_come_by_topic_then_by_offset()
    {
        using EmbeddedLog log = TestLog.With(("b", 1), ("a", 1));
        log.Append("b", 0, ("k", "b1", 5), ("k", "b2", 5));
        log.Append("a", 0, ("k", "a1", 5), ("k", "a2", 5));
        var builder = new StreamBuilder();
        KTable<string, string> left = builder.Table<string, string>("b");
        builder.Stream<string, string>("a").LeftJoin(left, (value, row) => $"{value}-{row}").To("out");
        RunToEnd(log, builder.Build("tying"));

        Assert.Equal(["a1-", "a2-"], log.Values("out"));
    }

    [Fact]
    public void Lanes_of_several_tasks_merge_by_timestamp_then_by_partition()
    {
        using EmbeddedLog log = TestLog.With(("in", 3));
        log.Append("in", 2, ("x", "c1", 1), ("x", "c5", 5));
        log.Append("in", 1, ("x", "b3", 3), ("x", "b5", 5));
        log.Append("in", 0, ("x", "a2", 2), ("x", "a5", 5));
        var builder = new StreamBuilder();
        builder.Stream<string, string>("in").GroupBy((_, _) => "all")
            .Aggregate(() => "", (_, value, total) => total + value, Materialized.As("order"));
        using StreamEngine engine = StreamEngine.Open(
            builder.Build("merging"), log, new EngineSettings { Threads = 3, Limits = new() { InlineRecords = 0 } });
        engine.RunToEnd();

        using StoreView view = engine.OpenStore("order");

        Assert.Equal("\"c1a2b3a5b5c5\"", view.Get("all")!.ValueJson);
    }

    private static void RunToEnd(ILog log, Topology topology)
    {
        using StreamEngine engine = StreamEngine.Open(topology, log);
        engine.RunToEnd();
    }

    private static void AppendWithHeaders(ILog log)
    {
        using ILogProducer producer = log.OpenProducer();
        using var buffer = new RecordBuffer();
        buffer.Add(1, true, "a"u8, true, "x"u8, Headers);
        producer.Append(new TopicPartition("in", 0), buffer);
        producer.Commit();
    }

    private static List<string> HeadersOf(ILog log, string topic)
    {
        var headers = new List<string>();
        for (int partition = 0; partition < log.Find(topic)!.Partitions; partition++)
        {
            using var cursor = new RecordCursor(log.OpenReader(new TopicPartition(topic, partition), 0));
            while (cursor.MoveNext(long.MaxValue))
            {
                headers.Add(Hex(cursor.Headers));
            }
        }

        return [.. headers.OrderDescending()];
    }

    private static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexString(bytes);
}
