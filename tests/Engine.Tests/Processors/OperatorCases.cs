namespace Kappa.Engine.Tests;

/// <summary>Each operator with null keys, null values, late and equal timestamps.</summary>
internal static class OperatorCases
{
    private const string Records = "a=x@5 -=y@6 a=-@7 b=w@3 b=v@3";
    private const string Numbers = "a=5@5 a=-@6 b=7@3";

    private static readonly JoinWindows Windows = JoinWindows.OfTimeDifferenceAndGrace(
        TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(5));

    private static readonly SlidingWindows Sliding = SlidingWindows.OfTimeDifferenceAndGrace(
        TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(5));

    private static readonly SessionWindows Sessions = SessionWindows.OfInactivityGapAndGrace(
        TimeSpan.FromMilliseconds(8), TimeSpan.FromMilliseconds(5));

    public static IReadOnlyDictionary<string, OperatorCase> All { get; } = new Dictionary<string, OperatorCase>
    {
        ["filter"] = new(
            builder => In(builder).Filter((_, value) => value is null or "w").To("out"),
            Records, "a=-@7 b=w@3"),
        ["filter-not"] = new(
            builder => In(builder).FilterNot((key, _) => key == "a").To("out"),
            Records, "-=y@6 b=w@3 b=v@3"),
        ["filter, structs"] = new(
            builder => NumbersIn(builder).Filter((_, value) => value > 5).To("out"),
            Numbers, "a=-@6 b=7@3"),
        ["map-values"] = new(
            builder => In(builder).MapValues(value => value == "w" ? null : $"{value}!").To("out"),
            Records, "a=x!@5 -=y!@6 a=!@7 b=-@3 b=v!@3"),
        ["map-values, structs"] = new(
            builder => NumbersIn(builder).MapValues(value => value + 1).To("out"),
            Numbers, "a=6@5 a=-@6 b=8@3"),
        ["select-key"] = new(
            builder => In(builder).SelectKey((_, value) => value).To("out"),
            Records, "x=x@5 y=y@6 -=-@7 w=w@3 v=v@3"),
        ["map"] = new(
            builder => In(builder).Map((key, value) => (value, key)).To("out"),
            Records, "x=a@5 y=-@6 -=a@7 w=b@3 v=b@3"),
        ["map, structs"] = new(
            builder => NumbersIn(builder).Map((key, value) => (key + value, value + 1)).To("out"),
            Numbers, "a5=6@5 a0=-@6 b7=8@3"),
        ["flat-map"] = new(
            builder => In(builder).FlatMap((key, value) => value == "v" ? [] : new[] { (key, value), (value, key) })
                .To("out"),
            Records, "a=x@5 x=a@5 -=y@6 y=-@6 a=-@7 -=a@7 b=w@3 w=b@3"),
        ["flat-map, structs"] = new(
            builder => NumbersIn(builder).FlatMap((key, value) => new[] { (key, value), ($"{key}{key}", value + 1) })
                .To("out"),
            Numbers, "a=5@5 aa=6@5 a=-@6 aa=-@6 b=7@3 bb=8@3"),
        ["flat-map-values"] = new(
            builder => In(builder).FlatMapValues(value => value is null ? [] : new[] { value, null, value + value })
                .To("out"),
            Records, "a=x@5 a=-@5 a=xx@5 -=y@6 -=-@6 -=yy@6 b=w@3 b=-@3 b=ww@3 b=v@3 b=-@3 b=vv@3"),
        ["flat-map-values, structs"] = new(
            builder => NumbersIn(builder).FlatMapValues(value => new[] { value, value }).To("out"),
            Numbers, "a=5@5 a=5@5 a=-@6 b=7@3 b=7@3"),
        ["peek"] = new(
            builder => In(builder).Peek((_, _) => { }).To("out"),
            Records, Records),
        ["peek, structs"] = new(
            builder => NumbersIn(builder)
                .Peek((_, value) => Assert.NotEqual(0, value)).To("out"),
            Numbers, Numbers),
        ["merge"] = new(
            builder => In(builder).Merge(builder.Stream<string, string>("other")).To("out"),
            "a=x@5 other:a=y@5 other:-=z@4 a=-@7 other:a=-@1", "a=x@5 a=y@5 -=z@4 a=-@7 a=-@1"),
        ["merge, with itself"] = new(
            builder =>
            {
                KStream<string, string> stream = In(builder);
                stream.Merge(stream).To("out");
            },
            "a=x@5 -=-@4", "a=x@5 a=x@5 -=-@4 -=-@4"),
        ["split"] = new(
            builder => SplitOf(In(builder).Split()
                .Branch((key, _) => key == "a", "a").Branch((_, value) => value is "w" or "x", "w")
                .DefaultBranch("rest")),
            Records, "a:a=x@5 rest:-=y@6 a:a=-@7 w:b=w@3 rest:b=v@3"),
        ["split, without default"] = new(
            builder => SplitOf(In(builder).Split().Branch((key, _) => key == "a", "a").NoDefaultBranch()),
            Records, "a:a=x@5 a:a=-@7"),
        ["split, structs"] = new(
            builder => SplitOf(NumbersIn(builder).Split()
                .Branch((_, value) => value > 6, "a").Branch((_, value) => value > 9, "b").DefaultBranch("rest")),
            Numbers, "rest:a=5@5 a:a=-@6 b:a=-@6 rest:a=-@6 a:b=7@3"),
        ["process"] = new(
            builder => In(builder).Process(() => new Swapping()).To("out"),
            Records, "x=a@5 y=-@6 -=a@7 w=b@3 v=b@3"),
        ["process, by stream time"] = new(
            builder => In(builder).Process(() => new Ticking()).To("out"),
            "a=x@5 -=y@19 a=-@7 a=z@20 a=z@20 a=u@41", "tick=5@5 tick=19@19 tick=20@20 tick=41@41"),
        ["exchange"] = new(
            builder => In(builder).Repartition().To("out"),
            Records, "a=x@5 a=-@7 b=w@3 b=v@3"),
        ["count"] = new(
            builder => In(builder).GroupByKey().Count().ToStream().To("out"),
            "a=x@5 -=y@6 a=-@7 a=w@3 a=v@5 a=u@9", "a=1@5 a=2@5 a=3@5 a=4@9"),
        ["window aggregate"] = new(
            builder => In(builder).GroupByKey()
                .WindowedBy(TimeWindows.OfSizeAndGrace(TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(5)))
                .Aggregate(() => "", (_, value, total) => total + (value ?? "-"))
                .ToStream().SelectKey((windowed, _) => windowed.ToString()).To("out"),
            "a=x@5 -=y@99 a=-@7 a=w@3 a=v@12 a=u@5 a=t@15 a=s@5",
            "a@0/10=x@5 a@0/10=x-@7 a@0/10=x-w@7 a@10/20=v@12 a@0/10=x-wu@7 a@10/20=vt@15"),
        ["aggregate"] = new(
            builder => In(builder).GroupByKey().Aggregate(() => "", (_, value, total) => total + value)
                .ToStream().To("out"),
            "a=x@5 -=y@6 a=-@7 a=w@3 a=v@5 a=u@9", "a=x@5 a=xw@5 a=xwv@5 a=xwvu@9"),
        ["aggregate, to nothing"] = new(
            builder => In(builder).GroupByKey()
                .Aggregate(() => "", (_, value, total) => value == "w" ? null! : total + value).ToStream().To("out"),
            "a=x@5 a=w@3 a=v@2", "a=x@5 a=-@5 a=v@2"),
        ["table"] = new(
            builder => builder.Table<string, string>("in").ToStream().To("out"),
            Records, "a=x@5 a=-@7 b=w@3 b=v@3"),
        ["table-filter"] = new(
            builder => builder.Table<string, string>("in").Filter((_, value) => value != "x").ToStream().To("out"),
            "a=x@5 a=y@6 a=x@2 -=z@7 a=-@7 a=w@7", "a=-@5 a=y@6 a=-@2 a=-@7 a=w@7"),
        ["table-filter, old values known"] = new(
            builder => builder.Table<string, string>("in").Filter((_, value) => value != "x")
                .Join(builder.Table<string, string>("other"), (row, _) => row).ToStream().To("out"),
            "other:a=o@1 a=x@5 a=y@6 a=x@2 a=-@7 a=w@7", "a=y@6 a=-@2 a=w@7"),
        ["table-map-values"] = new(
            builder => builder.Table<string, string>("in").MapValues(value => value == "w" ? null : value + "!")
                .ToStream().To("out"),
            "a=x@5 -=y@6 a=-@7 a=w@3 a=v@3", "a=x!@5 a=-@7 a=-@3 a=v!@3"),
        ["stream-table-join"] = new(
            builder => In(builder).Join(builder.Table<string, string>("other"), Pair).To("out"),
            "a=w@1 other:a=r@9 a=x@5 -=y@6 a=-@7 b=z@3 a=u@9 other:a=-@2 a=v@9", "a=x|r@5 a=u|r@9"),
        ["stream-table-join, left"] = new(
            builder => In(builder).LeftJoin(builder.Table<string, string>("other"), Pair).To("out"),
            "a=w@1 other:a=r@9 a=x@5 -=y@6 a=-@7 b=z@3 a=u@9 other:a=-@2 a=v@9",
            "a=w|@1 a=x|r@5 -=y|@6 b=z|@3 a=u|r@9 a=v|@9"),
        ["table-table-join"] = new(
            builder => builder.Table<string, string>("in").Join(builder.Table<string, string>("other"), Pair)
                .ToStream().To("out"),
            "a=x@5 other:a=r@3 other:a=s@9 a=y@9 other:-=n@9 -=n@9 a=-@10 other:a=-@12",
            "a=x|r@5 a=x|s@9 a=y|s@9 a=-@10"),
        ["table-table-join, left"] = new(
            builder => builder.Table<string, string>("in").LeftJoin(builder.Table<string, string>("other"), Pair)
                .ToStream().To("out"),
            "a=x@5 other:a=r@3 other:a=s@9 a=y@9 other:-=n@9 -=n@9 other:a=-@2 a=-@10 other:a=t@12",
            "a=x|@5 a=x|r@5 a=x|s@9 a=y|s@9 a=y|@9 a=-@10"),
        ["foreign-key-join"] = new(
            builder => Rows(builder).Join(builder.Table<string, string>("other"), Foreign, Pair).ToStream().To("out"),
            "b=xk@5 a=yk@4 other:k=r@3 other:k=s@9 a=yl@6 other:l=t@7 b=-@8 other:k=u@2 a=n@5 other:l=-@9 -=xk@9",
            "a=yk|r@3 b=xk|r@3 a=yk|s@9 b=xk|s@9 a=-@6 a=yl|t@7 b=-@9 a=-@7"),
        ["foreign-key-join, left"] = new(
            builder => Rows(builder).LeftJoin(builder.Table<string, string>("other"), Foreign, Pair)
                .ToStream().To("out"),
            "a=xk@5 other:k=r@3 a=xl@6 other:k=-@9 a=n@5 other:l=t@7 a=-@8",
            "a=xk|@5 a=xk|r@3 a=xl|@6 a=xl|@6 a=n|@5 a=n|@5 a=-@8"),
        ["global-join"] = new(
            builder => In(builder).Join(Global(builder), (_, value) => value == "n" ? null : value, Pair).To("out"),
            "a=x@5 other:x=r@9 a=x@6 -=x@7 a=-@8 a=n@9 other:x=-@9 a=x@9", "a=x|r@6 -=x|r@7"),
        ["global-join, left"] = new(
            builder => In(builder).LeftJoin(Global(builder), (_, value) => value == "n" ? null : value, Pair).To("out"),
            "a=x@5 other:x=r@9 a=x@6 -=x@7 a=-@8 a=n@9 other:x=-@9 a=x@9", "a=x|@5 a=x|r@6 -=x|r@7 a=n|@9 a=x|@9"),
        ["to-table"] = new(
            builder => In(builder).ToTable(Materialized.As("kept")).Filter((_, value) => value != "w")
                .ToStream().To("out"),
            Records, "a=x@5 a=-@7 b=v@3"),
        ["table-aggregate"] = new(
            builder => Groups(builder).Aggregate(
                () => "", (_, row, total) => $"{total}+{row}", (_, row, total) => $"{total}-{row}")
                .ToStream().To("out"),
            "a=x1@5 b=x2@7 a=x3@6 a=y1@4 b=-@9 -=x@9 c=-@9",
            "x=+x1@5 x=+x1+x2@7 x=+x1+x2-x1+x3@7 x=+x1+x2-x1+x3-x3@7 y=+y1@4 x=+x1+x2-x1+x3-x3-x2@9"),
        ["table-reduce"] = new(
            builder => Groups(builder).Reduce(
                (total, row) => total + row, (total, row) => total == row ? null! : total[row.Length..])
                .ToStream().To("out"),
            "a=x1@5 b=x2@7 a=-@9 b=-@8 a=n@9", "x=x1@5 x=x1x2@7 x=x2@9 x=-@9"),
        ["table-count"] = new(
            builder => Groups(builder).Count().ToStream().To("out"),
            "a=x1@5 a=y1@6 a=y2@3", "x=1@5 x=0@6 y=1@6 y=1@6"),
        ["table-table-join, outer"] = new(
            builder => builder.Table<string, string>("in").OuterJoin(builder.Table<string, string>("other"), Pair)
                .ToStream().To("out"),
            "a=x@5 other:a=r@3 a=-@4 other:a=-@9 other:b=s@9 other:c=-@9 -=n@9",
            "a=x|@5 a=x|r@5 a=|r@4 a=-@9 b=|s@9"),
        ["stream-table-join, versions"] = new(
            builder => In(builder).LeftJoin(Versions(builder, "other"), Pair).To("out"),
            "other:a=r@10 other:a=s@20 other:a=q@5 other:a=-@30 a=x@9 a=x@15 a=x@25 a=x@31 a=x@11",
            "a=x|@9 a=x|r@15 a=x|s@25 a=x|@31 a=x|r@11"),
        ["stream-table-join, grace"] = new(
            builder => In(builder).Join(
                Versions(builder, "other"), Pair, Joined.As("held").WithGracePeriod(TimeSpan.FromMilliseconds(10)))
                .To("out"),
            "a=x@20 other:a=r@15 b=y@20 -=z@99 a=-@99 other:b=s@20 a=w@30 a=v@19 a=u@41 other:a=t@21",
            "a=x|r@20 b=y|s@20 a=v|r@19 a=w|r@30"),
        ["table-table-join, versions"] = new(
            builder => Versions(builder, "in").OuterJoin(Versions(builder, "other"), Pair).ToStream().To("out"),
            "a=x@10 other:a=r@20 a=w@9 a=-@5 other:a=q@20 a=y@50 other:a=p@29",
            "a=x|@10 a=x|r@20 a=x|q@20 a=y|q@50 a=y|p@50"),
        ["table-filter, versions"] = new(
            builder => Versions(builder, "in").Filter((_, value) => value != "x").ToStream().To("out"),
            "a=y@10 a=x@9 a=w@8 a=-@30 a=v@9 a=u@10", "a=y@10 a=-@9 a=w@8 a=-@30 a=u@10"),
        ["stream-stream-join"] = new(
            builder => In(builder).Join(builder.Stream<string, string>("other"), Pair, Windows).To("out"),
            "a=x@10 other:a=r@21 other:a=s@20 -=y@20 a=-@20 a=z@15 other:b=t@30 b=u@19",
            "a=x|s@20 a=z|s@20 a=z|r@21"),
        ["stream-stream-join, left"] = new(
            builder => In(builder).LeftJoin(builder.Stream<string, string>("other"), Pair, Windows).To("out"),
            "a=x@10 b=y@10 other:a=r@12 -=y@20 other:-=s@25 a=z@26", "a=x|r@12 -=y|@20 b=y|@10"),
        ["stream-stream-join, outer"] = new(
            builder => In(builder).OuterJoin(builder.Stream<string, string>("other"), Pair, Windows).To("out"),
            "a=x@10 other:b=r@10 other:c=s@50 a=y@20", "b=|r@10 a=x|@10 a=y|@20"),
        ["reduce"] = new(
            builder => In(builder).GroupByKey().Reduce((total, value) => value == "v" ? null! : $"{total}+{value}")
                .ToStream().To("out"),
            "a=x@5 -=y@6 a=-@7 a=w@3 b=u@2 b=v@3 b=t@1", "a=x@5 a=x+w@5 b=u@2 b=-@3 b=t@1"),
        ["reduce, structs by session"] = new(
            builder => NumbersIn(builder).GroupByKey().WindowedBy(Sessions).Reduce((total, value) => total + value)
                .ToStream().To("out"),
            "a=5@5 a=-@6 a=7@8", "a@5/5=5@5 a@5/5=-@5 a@5/8=12@8"),
        ["cogroup"] = new(
            builder => Cogrouped(builder).Aggregate(() => "").ToStream().To("out"),
            "a=x@5 other:a=y@9 -=z@9 other:a=-@9 a=w@3", "a=x@5 a=xY@9 a=xYw@9"),
        ["cogroup by session"] = new(
            builder => Cogrouped(builder).WindowedBy(Sessions)
                .Aggregate(() => "", (_, total, other) => $"{total}&{other}").ToStream().To("out"),
            "a=x@5 other:a=y@90 a=z@8", "a@5/5=x@5 a@90/90=Y@90 a@8/8=z@8"),
        ["sliding-aggregate"] = new(
            builder => In(builder).GroupByKey().WindowedBy(Sliding)
                .Aggregate(() => "", (_, value, total) => total + value).ToStream().To("out"),
            "a=x@15 -=y@90 a=-@90 a=y@18 a=z@18 a=w@16 b=v@31 a=late@10",
            "a@5/15=x@15 a@16/26=y@18 a@8/18=xy@18 a@16/26=yz@18 a@8/18=xyz@18 a@16/26=yzw@18 a@8/18=xyzw@18 " +
            "a@6/16=xw@16 a@17/27=yz@18 b@21/31=v@31"),
        ["sliding-aggregate near 1970"] = new(
            builder => In(builder).GroupByKey().WindowedBy(Sliding).Count().ToStream().To("out"),
            "a=x@3 a=y@5 a=z@4", "a@0/10=1@3 a@4/14=1@5 a@0/10=2@5 a@4/14=2@5 a@5/15=1@5 a@0/10=3@5"),
        ["session-aggregate"] = new(
            builder => In(builder).GroupByKey().WindowedBy(Sessions).Aggregate(
                () => "", (_, value, total) => total + (value ?? "-"), (_, total, other) => total + other)
                .ToStream().To("out"),
            "a=x@5 a=y@5 -=n@90 a=-@14 a=z@12 b=v@40 a=late@24",
            "a@5/5=x@5 a@5/5=xy@5 a@14/14=-@14 a@5/5=-@5 a@14/14=-@14 a@5/14=xy-z@14 b@40/40=v@40"),
        ["suppress"] = new(
            builder => In(builder).GroupByKey().Count()
                .Suppress(Suppressed.UntilTimeLimit(TimeSpan.FromMilliseconds(10), BufferConfig.MaxRecords(2)))
                .ToStream().To("out"),
            "a=x@5 a=y@6 b=x@7 a=z@15 b=x@16 c=x@16 d=x@16", "a=3@15 b=2@16"),
        ["suppress until windows close"] = new(
            builder => In(builder).GroupByKey().WindowedBy(Sessions).Count()
                .Suppress(Suppressed.UntilWindowCloses(BufferConfig.Unbounded())).ToStream().To("out"),
            "a=x@5 a=y@7 b=x@5 b=y@18 c=x@19 c=y@20", "b@5/5=1@5 a@5/7=2@7"),
        ["debezium"] = new(
            builder => builder.DebeziumTable<string, CapturedRow>("in", "other").MapValues(row => row.Text)
                .ToStream().To("out"),
            $"{Snapshot("a", "s")}@5 {Change("a", "t", 5)}@9 {Snapshot("a", "u")}@5 {Change("a", "w", 3)}@9 " +
            $"{Change("a", null, 8)}@9 in:{{\"id\":\"a\"}}=-@9 {Snapshot("-", "x")}@9 {Snapshot("a", "y")}@7 " +
            $"{Snapshot("a", "z")}@9 other:a=-@4 other:a=-@9",
            "a=s@5 a=t@5 a=w@5 a=-@8 a=z@9 a=-@9"),
    };

    private static KStream<string, string> In(StreamBuilder builder) => builder.Stream<string, string>("in");

    private static GlobalKTable<string, string> Global(StreamBuilder builder) =>
        builder.GlobalTable<string, string>("other");

    private static KTable<string, string> Rows(StreamBuilder builder) => builder.Table<string, string>("in");

    /// <summary>The second letter; n has none.</summary>
    private static string? Foreign(string row) => row == "n" ? null : row[1..];

    /// <summary>By the first letter; n is in no group.</summary>
    private static KGroupedTable<string, string> Groups(StreamBuilder builder) => builder
        .Table<string, string>("in").GroupBy((_, row) => (row[..1] == "n" ? null! : row[..1], row));

    private static CogroupedKStream<string, string> Cogrouped(StreamBuilder builder) => In(builder).GroupByKey()
        .Cogroup<string>((_, value, total) => total + value)
        .Cogroup(
            builder.Stream<string, string>("other").GroupByKey(),
            (_, value, total) => total + value.ToUpperInvariant());

    private static KStream<string, long> NumbersIn(StreamBuilder builder) =>
        builder.Stream("in", Consumed.With<string, long>(null, Serdes.Json<long>()));

    private static void SplitOf<TValue>(IReadOnlyDictionary<string, KStream<string, TValue>> branches)
    {
        foreach ((string name, KStream<string, TValue> branch) in branches)
        {
            branch.To(name);
        }
    }

    private static string Snapshot(string key, string text) => $"other:{key}={{\"Text\":\"{text}\"}}";

    private static string Change(string key, string? text, long timestampMs)
    {
        string row = text is null ? "null" : $"{{\"Text\":\"{text}\"}}";
        return $"in:{{\"id\":\"{key}\"}}={{\"op\":\"{(text is null ? "d" : "u")}\",\"after\":{row}," +
            $"\"source\":{{\"ts_ms\":{timestampMs}}}}}";
    }

    private static KTable<string, string> Versions(StreamBuilder builder, string topic) =>
        builder.Table<string, string>(
            topic, null, Materialized.AsVersioned($"{topic}-rows", TimeSpan.FromMilliseconds(20)));

    private static string Pair(string? left, string? right) => $"{left}|{right}";

    private sealed record CapturedRow(string Text);

    private sealed class Swapping : IProcessor<string, string, string, string>
    {
        private IProcessorContext<string, string> _context = null!;

        public void Init(IProcessorContext<string, string> context) => _context = context;

        public void Process(in Record<string, string> record) =>
            _context.Forward(new Record<string, string>(record.Value, record.Key, record.TimestampMs));
    }

    private sealed class Ticking : IProcessor<string, string, string, string>
    {
        public void Init(IProcessorContext<string, string> context) => context.Schedule(
            TimeSpan.FromMilliseconds(10), PunctuationType.StreamTime, time => context.Forward("tick", $"{time}"));

        public void Process(in Record<string, string> record)
        {
        }
    }
}
