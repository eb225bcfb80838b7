using System.Buffers;
using System.Text;
using Kappa.Logs;

namespace Kappa.Engine.Tests;

public sealed class StoreViewTests
{
    private const int Partitions = 4;

    [Fact]
    public void A_row_is_found_in_whichever_task_owns_its_key()
    {
        using EmbeddedLog log = TestLog.With(("in", Partitions));
        AppendTexts(log, "ann", "bob", "cid", "dan", "eve");
        using StreamEngine engine = Run(log, SmallTopologies.Counting());

        using StoreView view = engine.OpenStore("counts");

        Assert.All(["ann", "bob", "cid", "dan", "eve"], key => Assert.Equal("1", view.Get(key)!.ValueJson));
        Assert.Null(view.Get("fay"));
    }

    [Fact]
    public void A_row_is_found_where_its_producer_partitioned_in_a_way_of_its_own()
    {
        using EmbeddedLog log = TestLog.With(("in", Partitions));
        int owner = KeyPartitioner.Partition(Encoding.UTF8.GetBytes("ann"), Partitions);
        log.Append("in", (owner + 1) % Partitions, ("ann", "1", 7));
        using StreamEngine engine = Run(log, SmallTopologies.Counting());

        using StoreView view = engine.OpenStore("counts");

        Assert.Equal(new StoreEntry("ann", "1", 7), view.Get("ann"));
    }

    [Fact]
    public void Numbers_are_found_and_scanned_in_their_order_below_zero_too()
    {
        long[] keys = [3, -1, long.MinValue, 0, -300, long.MaxValue, 70_000];
        using EmbeddedLog log = TestLog.With(("in", Partitions));
        foreach (long key in keys)
        {
            AppendNumber(log, key);
        }

        var builder = new StreamBuilder();
        builder.Stream<long, string>("in").GroupByKey().Count(Materialized.As("counts"));
        using StreamEngine engine = Run(log, builder.Build("numbers"));
        using StoreView view = engine.OpenStore("counts");

        Assert.Equal(keys.Order().Select(key => $"{key}"), view.Scan().Select(row => row.Key));
        Assert.All(keys, key => Assert.Equal($"{key}", view.Get($"{key}")!.Key));
        Assert.Equal(["0", "3", "70000", $"{long.MaxValue}"], view.Scan(after: "-1").Select(row => row.Key));
    }

    [Fact]
    public void A_scan_walks_all_tasks_in_the_order_of_keys()
    {
        string[] keys = [.. Enumerable.Range(0, 200).Select(number => $"k{number * 7919 % 1_000:000}")];
        using EmbeddedLog log = TestLog.With(("in", Partitions));
        AppendTexts(log, keys);
        using StreamEngine engine = Run(log, SmallTopologies.Counting());

        using StoreView view = engine.OpenStore("counts");

        Assert.Equal(keys.Distinct().Order(StringComparer.Ordinal), view.Scan().Select(row => row.Key));
    }

    [Fact]
    public void A_prefix_keeps_only_keys_that_begin_so()
    {
        using EmbeddedLog log = TestLog.With(("in", Partitions));
        AppendTexts(log, "a", "ab", "abc", "abd", "ac", "b");
        using StreamEngine engine = Run(log, SmallTopologies.Counting());

        using StoreView view = engine.OpenStore("counts");

        Assert.Equal(["ab", "abc", "abd"], view.Scan(prefix: "ab").Select(row => row.Key));
        Assert.Empty(view.Scan(prefix: "abcd"));
    }

    [Fact]
    public void A_page_goes_on_behind_the_key_that_the_last_one_ended_with()
    {
        using EmbeddedLog log = TestLog.With(("in", Partitions));
        AppendTexts(log, "a", "ab", "abc", "abd", "ac", "b");
        using StreamEngine engine = Run(log, SmallTopologies.Counting());

        using StoreView view = engine.OpenStore("counts");

        Assert.Equal(["abd", "ac", "b"], view.Scan(after: "abc").Select(row => row.Key));
        Assert.Equal(["abd"], view.Scan(prefix: "ab", after: "abc").Select(row => row.Key));
        Assert.Equal(["ab", "abc", "abd"], view.Scan(prefix: "ab", after: "a").Select(row => row.Key));
        Assert.Empty(view.Scan(prefix: "ab", after: "b"));
    }

    [Fact]
    public void An_unknown_store_is_refused_with_the_nearest_name()
    {
        using EmbeddedLog log = TestLog.With(("in", 1));
        using StreamEngine engine = Run(log, SmallTopologies.Counting());

        KappaException error = Assert.Throws<KappaException>(() => engine.OpenStore("count"));

        Assert.Equal(("KAP6101", ExitCodes.NotFound), (error.Code, error.ExitCode));
        Assert.Contains("counts", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_that_is_not_a_key_is_refused()
    {
        using EmbeddedLog log = TestLog.With(("in", 1));
        var builder = new StreamBuilder();
        builder.Stream<long, string>("in").GroupByKey().Count(Materialized.As("counts"));
        using StreamEngine engine = Run(log, builder.Build("numbers"));
        using StoreView view = engine.OpenStore("counts");

        Assert.Equal("KAP6102", Assert.Throws<KappaException>(() => view.Get("ann")).Code);
        Assert.Equal("KAP6102", Assert.Throws<KappaException>(() => view.Scan(after: "ann")).Code);
        Assert.Equal("KAP6103", Assert.Throws<KappaException>(() => view.Scan(prefix: "1")).Code);
    }

    [Fact]
    public void A_table_source_is_a_store_of_its_topics_name_and_forgets_what_is_removed()
    {
        using EmbeddedLog log = TestLog.With(("users", 1), ("in", 1));
        log.Append("users", 0, ("a", "Ann", 1), ("b", "Bob", 2), ("a", null, 3));
        var builder = new StreamBuilder();
        builder.Stream<string, string>("in")
            .Join(builder.Table<string, string>("users"), (value, user) => value + user).To("out");
        using StreamEngine engine = Run(log, builder.Build("joining"));

        using StoreView view = engine.OpenStore(Assert.Single(engine.Stores).Name);

        Assert.Equal([new StoreEntry("b", "\"Bob\"", 2)], view.Scan());
        Assert.Null(view.Get("a"));
    }

    [Fact]
    public void A_number_that_json_does_not_know_is_shown_as_text()
    {
        using EmbeddedLog log = TestLog.With(("in", 1));
        log.Append("in", 0, ("a", "1", 1));
        var builder = new StreamBuilder();
        builder.Stream<string, string>("in").GroupByKey()
            .Aggregate(() => 0.0, (_, _, _) => double.NaN, Materialized.As("ratios"));
        using StreamEngine engine = Run(log, builder.Build("dividing"));

        using StoreView view = engine.OpenStore("ratios");

        Assert.Equal("\"NaN\"", view.Get("a")!.ValueJson);
    }

    [Fact]
    public void A_view_stays_as_of_its_cut_while_the_engine_goes_on_and_after_it_is_disposed()
    {
        using var directory = new TemporaryDirectory();
        using EmbeddedLog log = TestLog.With(("in", Partitions));
        AppendTexts(log, "a", "b");
        StreamEngine engine = Run(log, SmallTopologies.Counting(), directory.Path);
        using StoreView view = engine.OpenStore("counts");
        AppendTexts(log, "a", "c");

        engine.RunToEnd();
        engine.Dispose();

        Assert.Equal(1, view.AsOf.Cut);
        Assert.Equal(["a 1", "b 1"], view.Scan().Select(row => $"{row.Key} {row.ValueJson}"));
    }

    [Fact]
    public void A_view_that_is_disposed_can_no_longer_be_read_not_even_by_a_scan_begun_before()
    {
        using EmbeddedLog log = TestLog.With(("in", 1));
        AppendTexts(log, "a", "b");
        using StreamEngine engine = Run(log, SmallTopologies.Counting());
        StoreView view = engine.OpenStore("counts");
        IEnumerable<StoreEntry> rows = view.Scan();

        view.Dispose();

        Assert.Throws<ObjectDisposedException>(() => view.Get("a"));
        Assert.Throws<ObjectDisposedException>(() => rows.Count());
    }

    [Fact]
    public async Task A_view_shows_all_tasks_at_one_cut_while_the_engine_commits()
    {
        using EmbeddedLog log = TestLog.With(("in", Partitions));
        using StreamEngine engine = StreamEngine.Open(
            SmallTopologies.Counting(), log,
            new EngineSettings
            {
                Threads = 2,
                Limits = new() { InlineRecords = 0 },
                Cuts = new() { Distance = TimeSpan.Zero },
            });
        using var stop = new CancellationTokenSource();
        Task running = engine.RunAsync(stop.Token);
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<int> asking = Task.Run(() => CompareUntil(engine, records: 2_000, begun));
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(20));
        for (int i = 0; i < 500; i++)
        {
            AppendTexts(log, $"{i}", $"{i + 1}", $"{i + 2}", $"{i + 3}");
        }

        int cuts = await asking.WaitAsync(TimeSpan.FromSeconds(20));
        await stop.CancelAsync();
        await running;

        Assert.True(cuts > 1, "The views saw one cut only: this test proves little.");
    }

    /// <summary>
    /// Without transactions every offset is a record, so the counts add up to the offsets of the answer.
    /// </summary>
    [Fact]
    public void What_a_serde_throws_while_a_row_is_shown_is_told_with_the_store_and_is_no_cancellation()
    {
        using EmbeddedLog log = TestLog.With(("in", 1));
        AppendTexts(log, "ann");
        var builder = new StreamBuilder();
        builder.Stream<string, string>("in").GroupByKey()
            .Aggregate(() => "", (_, value, _) => value, Materialized.As("totals").WithValueSerde(new Unreadable()));
        using StreamEngine engine = Run(log, builder.Build("unreadable"));
        using StoreView view = engine.OpenStore("totals");

        KappaException one = Assert.Throws<KappaException>(() => view.Get("ann"));
        KappaException all = Assert.Throws<KappaException>(() => view.Scan().Count());

        Assert.Equal(("KAP6104", all.Message), (one.Code, one.Message));
        Assert.Contains("value of 'totals'", one.Message, StringComparison.Ordinal);
        Assert.Contains("OperationCanceledException", one.Message, StringComparison.Ordinal);
    }

    private static int CompareUntil(StreamEngine engine, long records, TaskCompletionSource begun)
    {
        var cuts = new HashSet<long>();
        while (true)
        {
            using StoreView view = engine.OpenStore("counts");
            long counted = view.Scan().Sum(row => long.Parse(row.ValueJson));
            Assert.Equal(view.AsOf.Offsets.Values.Sum(), counted);
            cuts.Add(view.AsOf.Cut);
            begun.TrySetResult();
            if (counted == records)
            {
                return cuts.Count;
            }
        }
    }

    private static StreamEngine Run(EmbeddedLog log, Topology topology, string? state = null)
    {
        StreamEngine engine = StreamEngine.Open(topology, log, new EngineSettings { State = DiskState.In(state) });
        engine.RunToEnd();
        return engine;
    }

    private static void AppendTexts(EmbeddedLog log, params string[] keys)
    {
        int partitions = log.Find("in")!.Partitions;
        foreach (string key in keys)
        {
            log.Append("in", KeyPartitioner.Partition(Encoding.UTF8.GetBytes(key), partitions), (key, "1", 1));
        }
    }

    private static void AppendNumber(EmbeddedLog log, long key)
    {
        var bytes = new ArrayBufferWriter<byte>();
        Serdes.Int64.Serialize(key, bytes);
        using ILogProducer producer = log.OpenProducer();
        using var buffer = new RecordBuffer();
        buffer.Add(1, true, bytes.WrittenSpan, true, "1"u8);
        int partition = KeyPartitioner.Partition(bytes.WrittenSpan, Partitions);
        producer.Append(new TopicPartition("in", partition), buffer);
        producer.Commit();
    }

    private sealed class Unreadable : ISerde<string>
    {
        public string Name => "unreadable";

        public void Serialize(string value, IBufferWriter<byte> writer) => Serdes.String.Serialize(value, writer);

        public string Deserialize(ReadOnlySpan<byte> data) => throw new OperationCanceledException();
    }
}
