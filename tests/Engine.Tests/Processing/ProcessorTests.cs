using System.Text;
using Kappa.Logs;

namespace Kappa.Engine.Tests;

/// <summary>What an operator of the user's own sees, and what it is refused.</summary>
public sealed class ProcessorTests
{
    private readonly List<string> _seen = [];
    private IProcessorContext<string, string> _context = null!;

    [Fact]
    public void Stream_time_calls_with_the_first_record_and_then_once_at_each_multiple_that_it_passes()
    {
        Run(
            context => context.Schedule(
                TimeSpan.FromMilliseconds(100), PunctuationType.StreamTime, now => _seen.Add($"{now}")),
            record => _seen.Add($"r{record.TimestampMs}"), 30, 99, 100, 420, 399, 450, 500);

        Assert.Equal("r30 30 r99 r100 100 r420 420 r399 r450 r500 500", string.Join(' ', _seen));
    }

    [Fact]
    public void A_schedule_that_is_cancelled_is_not_called_again_also_after_a_restart()
    {
        using EmbeddedLog log = TestLog.With(("in", 1));
        Topology topology = TopologyOf(
            context =>
            {
                ISchedule? schedule = null;
                schedule = context.Schedule(TimeSpan.FromMilliseconds(1), PunctuationType.StreamTime, now =>
                {
                    _seen.Add($"{now}");
                    schedule!.Cancel();
                });
            },
            _ => { });
        foreach (long timestamp in new long[] { 10, 20 })
        {
            log.Append("in", 0, ("k", "v", timestamp));
            using StreamEngine engine = StreamEngine.Open(topology, log);
            engine.RunToEnd();
        }

        Assert.Equal(["10"], _seen);
    }

    [Fact]
    public void A_record_has_its_place_its_headers_and_the_stream_time_that_it_has_moved()
    {
        using EmbeddedLog log = TestLog.With(("in", 2));
        using (ILogProducer producer = log.OpenProducer())
        using (var buffer = new RecordBuffer())
        {
            buffer.Add(5, true, "k"u8, true, "v"u8, [4, 2, (byte)'a', 2, (byte)'1', 2, (byte)'a', 2, (byte)'2']);
            producer.Append(new TopicPartition("in", 1), buffer);
            producer.Commit();
        }

        Run(log, _ => { }, _ =>
        {
            bool found = _context.Headers.TryGet("a", out ReadOnlySpan<byte> value);
            _seen.Add(
                $"{_context.Topic}/{_context.Partition}@{_context.Offset} {_context.StreamTimeMs} {found} " +
                $"{Encoding.UTF8.GetString(value)} {_context.Headers.Count} " +
                $"{_context.Headers.TryGet("b", out ReadOnlySpan<byte> _)}");
        });

        Assert.Equal(["in/1@0 5 True 2 2 False"], _seen);
    }

    [Fact]
    public void A_random_number_belongs_to_its_record_and_not_to_the_run()
    {
        using EmbeddedLog log = TestLog.With(("in", 1));
        log.Append("in", 0, ("k", "v", 1), ("k", "v", 2));
        Run(log, _ => { }, _ => _seen.Add($"{_context.Random.Next()},{_context.Random.NextDouble()}"));
        string[] first = [.. _seen];
        _seen.Clear();

        Run(log, _ => { }, _ => _seen.Add($"{_context.Random.Next()},{_context.Random.NextDouble()}"), instance: 2);

        Assert.Equal(2, first.Distinct().Count());
        Assert.Equal(first, _seen);
    }

    [Theory]
    [InlineData(false), InlineData(true)]
    public void It_knows_whether_it_runs_beside_the_live_version(bool isReplaying)
    {
        using EmbeddedLog log = TestLog.With(("in", 1));
        log.Append("in", 0, ("k", "v", 1));
        EngineModes.RunLive(log, TopologyOf(_ => { }, _ => { }));
        using StreamEngine engine = StreamEngine.Open(
            TopologyOf(_ => { }, _ => _seen.Add($"{_context.IsReplaying}")), log,
            new EngineSettings { Role = isReplaying ? new ShadowRole() : new LiveRole(), Instance = 2 });
        engine.RunToEnd();
        log.Append("in", 0, ("k", "v", 2));
        if (!isReplaying)
        {
            engine.RunToEnd();
        }

        Assert.Equal($"{isReplaying}", _seen[0]);
    }

    [Fact]
    public void A_record_goes_to_the_child_that_is_named_and_to_all_where_none_is()
    {
        using EmbeddedLog log = TestLog.With(("in", 1));
        log.Append("in", 0, ("a", "v", 1));
        var builder = new StreamBuilder();
        KStream<string, string> processed = builder.Stream<string, string>("in").Process(
            () => new Own(this, _ => { }, record =>
            {
                _context.Forward(record);
                _context.Forward(record.WithValue("one"), "filter");
                _context.Forward(record.WithValue("two"), "in.process.map-values");
                _context.Forward(record.WithValue("topic"), "direct");
            }));
        processed.Filter((_, _) => true).To("filtered");
        processed.MapValues(value => value + "!").To("mapped");
        processed.To("direct");
        EngineModes.RunLive(log, builder.Build("ported"));

        Assert.Equal(
            ["v one", "v! two!", "v topic"],
            new[] { "filtered", "mapped", "direct" }.Select(topic => string.Join(' ', log.Values(topic))));
    }

    [Fact]
    public void A_timestamp_that_code_does_not_set_is_that_of_the_record_or_stream_time()
    {
        using EmbeddedLog log = TestLog.With(("in", 1));
        log.Append("in", 0, ("a", "v", 50), ("a", "v", 20));
        var builder = new StreamBuilder();
        builder.Stream<string, string>("in").Process(() => new Own(
            this,
            context => context.Schedule(
                TimeSpan.FromMilliseconds(50), PunctuationType.StreamTime, _ => context.Forward("t", "tick")),
            _ => _context.Forward("r", "record"))).To("out");
        EngineModes.RunLive(log, builder.Build("timestamps"));

        Assert.Equal(
            [50L, 50, 20], Observed.Walk(log, "out").Select(record => record.TimestampMs));
    }

    [Fact]
    public void All_rows_of_a_store_are_walked_in_the_order_of_their_keys_with_those_not_committed_yet()
    {
        using EmbeddedLog log = TestLog.With(("in", 1));
        using var directory = new TemporaryDirectory();
        Topology topology = TopologyOf(_ => { }, record =>
        {
            IKeyValueStore<string, string> store = _context.KeyValueStore<string, string>("mine");
            if (record.Value == "walk")
            {
                _seen.Add(string.Join(' ', store.All().Select(row => $"{row.Key}={row.Value}")));
            }
            else if (record.HasValue)
            {
                store.Put(record.Key!, record.Value!);
            }
            else
            {
                store.Delete(record.Key!);
            }
        });
        using StreamEngine engine = StreamEngine.Open(
            topology, log, new EngineSettings { State = DiskState.In(directory.Path) });
        foreach ((string Key, string? Value)[] batch in new (string, string?)[][]
        {
            [("c", "1"), ("a", "1"), ("b", "1"), ("x", "walk")],
            [("b", null), ("d", "2"), ("a", "2"), ("x", "walk"), ("x", "walk")],
            [("x", "walk")],
        })
        {
            log.Append("in", 0, [.. batch.Select(row => ((string?)row.Key, row.Value, 1L))]);
            engine.RunToEnd();
        }

        Assert.Equal(["a=1 b=1 c=1", "a=2 c=1 d=2", "a=2 c=1 d=2", "a=2 c=1 d=2"], _seen);
    }

    [Fact]
    public void A_store_that_was_not_attached_is_refused_and_those_that_were_are_named() => Refuses(
        "KAP5141",
        "The operator 'in.process' asks for the store 'other', which is not attached to it (these are: mine).",
        context => context.KeyValueStore<string, string>("other"));

    [Fact]
    public void A_store_of_other_types_is_refused() => Refuses(
        "KAP5142", "asks for the store 'mine' with keys of type String and values of type Int64",
        context => context.KeyValueStore<string, long>("mine"));

    [Fact]
    public void A_schedule_below_a_millisecond_is_refused() => Refuses(
        "KAP5145", "The operator 'in.process' schedules a callback every 0.5 ms. The shortest interval is 1 ms.",
        context => context.Schedule(TimeSpan.FromMicroseconds(500), PunctuationType.StreamTime, _ => { }));

    [Fact]
    public void A_forward_to_an_unknown_child_is_refused_and_those_that_follow_are_named() => RefusesAtRecord(
        "KAP5143", "forwards a record to 'nobody', but no such operator follows (these do: out).",
        record => _context.Forward(record, "nobody"));

    [Fact]
    public void A_schedule_that_a_record_makes_is_refused() => RefusesAtRecord(
        "KAP5144", "The operator 'in.process' schedules a callback after Init.",
        _ => _context.Schedule(TimeSpan.FromSeconds(1), PunctuationType.WallClockTime, _ => { }));

    [Fact]
    public void A_negative_timestamp_is_refused_where_it_is_made() => Assert.Throws<ArgumentOutOfRangeException>(
        () => new Record<string, string>("k", "v", -1));

    private void Refuses(string code, string text, Action<IProcessorContext<string, string>> init)
    {
        using EmbeddedLog log = TestLog.With(("in", 1));
        KappaException error = Assert.Throws<KappaException>(() => Run(log, init, _ => { }));

        Assert.Equal(code, error.Code);
        Assert.Contains(text, error.Message, StringComparison.Ordinal);
    }

    private void RefusesAtRecord(string code, string text, Action<Record<string, string>> process)
    {
        using EmbeddedLog log = TestLog.With(("in", 1));
        log.Append("in", 0, ("k", "v", 1));
        KappaException error = Assert.Throws<KappaException>(() => Run(log, _ => { }, process));

        Assert.Equal(code, Assert.IsType<KappaException>(error.InnerException).Code);
        Assert.Contains(text, error.Message, StringComparison.Ordinal);
        Assert.Contains("offset 0", error.Message, StringComparison.Ordinal);
    }

    private void Run(
        Action<IProcessorContext<string, string>> init, Action<Record<string, string>> process,
        params long[] timestamps)
    {
        using EmbeddedLog log = TestLog.With(("in", 1));
        log.Append("in", 0, [.. timestamps.Select(timestamp => ("k", "v", timestamp))]);
        Run(log, init, process);
    }

    private void Run(
        EmbeddedLog log, Action<IProcessorContext<string, string>> init, Action<Record<string, string>> process,
        int instance = 1)
    {
        using StreamEngine engine = StreamEngine.Open(
            TopologyOf(init, process), log, new EngineSettings { Instance = instance });
        engine.RunToEnd();
    }

    private Topology TopologyOf(
        Action<IProcessorContext<string, string>> init, Action<Record<string, string>> process)
    {
        var builder = new StreamBuilder();
        builder.AddStateStore(Stores.KeyValue<string, string>("mine"));
        builder.Stream<string, string>("in").Process(() => new Own(this, init, process), "mine").To("out");
        return builder.Build("own");
    }

    private sealed class Own(
        ProcessorTests test, Action<IProcessorContext<string, string>> init, Action<Record<string, string>> process)
        : IProcessor<string, string, string, string>
    {
        private IProcessorContext<string, string> _own = null!;

        public void Init(IProcessorContext<string, string> context)
        {
            _own = test._context = context;
            init(context);
        }

        public void Process(in Record<string, string> record)
        {
            test._context = _own;
            process(record);
        }
    }
}
