namespace Kappa.Engine.Tests;

/// <summary>Operators that decide where records go, or at what time they are.</summary>
internal static class DirectionCases
{
    private const string Records = "a=x@5 -=y@6 a=-@7 b=w@3 b=v@3";

    public static IReadOnlyDictionary<string, OperatorCase> All { get; } = new Dictionary<string, OperatorCase>
    {
        ["foreach"] = new(
            builder =>
            {
                var seen = new List<string>();
                In(builder).Foreach((key, value) => seen.Add($"{key ?? "-"}={value ?? "-"}"));
                In(builder).MapValues(_ => string.Join('+', seen)).To("out"); // Called behind it.
            },
            Records, "a=a=x@5 -=a=x+-=y@6 a=a=x+-=y+a=-@7 b=a=x+-=y+a=-+b=w@3 b=a=x+-=y+a=-+b=w+b=v@3"),
        ["foreach, structs"] = new(
            builder =>
            {
                long sum = 0;
                KStream<string, long> numbers = builder.Stream(
                    "in", Consumed.With<string, long>(null, Serdes.Json<long>()));
                numbers.Foreach((_, value) => sum += value == 0 ? throw new InvalidOperationException() : value);
                numbers.Map((key, _) => (key, $"{sum}")).To("out");
            },
            "a=5@5 a=-@6 b=7@3", "a=5@5 a=-@6 b=12@3"),
        ["print"] = new(
            builder =>
            {
                var lines = new StringWriter { NewLine = ";" };
                In(builder).Print(Printed.To<string, string>(lines));
                In(builder).Print(Printed.To<string, string>(lines).WithLabel("l").WithKeyValueMapper((k, v) => k + v));
                In(builder).MapValues(_ => lines.ToString().Replace(' ', '_')).To("out");
            },
            "a=x@5 -=-@6", "a=[in]:_a,_x;[l]:_ax;@5 -=[in]:_a,_x;[l]:_ax;[in]:_null,_null;[l]:_;@6"),
        ["route"] = new(
            builder => In(builder).To(
                (key, value) => value is null ? "gone" : key ?? "none", ["a", "b", "none", "gone"]),
            Records, "a:a=x@5 none:-=y@6 gone:a=-@7 b:b=w@3 b:b=v@3"),
        ["route, by where it comes from"] = new(
            builder => In(builder).Merge(builder.Stream<string, string>("other")).To(
                (_, _, context) => $"{context.Topic}{context.Partition}{context.Offset % 2}{context.TimestampMs % 2}",
                ["in011", "in010", "other001", "other000"]),
            "a=x@5 other:a=y@7 b=z@4 other:b=v@8", "in011:a=x@5 other001:a=y@7 in010:b=z@4 other000:b=v@8"),
        ["branches with what follows them"] = new(
            builder =>
            {
                IReadOnlyDictionary<string, KStream<string, string>> branches = In(builder).Split()
                    .Branch((key, _) => key == "a", "a", branch => branch.MapValues(value => $"{value}!"))
                    .DefaultBranch("rest", branch => branch.Filter((key, _) => key is not null));
                branches["a"].To("a");
                branches["rest"].To("rest");
            },
            Records, "a:a=x!@5 a:a=!@7 rest:b=w@3 rest:b=v@3"),
        ["merge of many"] = new(
            builder => In(builder).Merge(
                builder.Stream<string, string>("other"), builder.Stream<string, string>("third"), In(builder))
                .To("out"),
            "a=x@5 other:a=y@7 third:b=z@4", "a=x@5 a=x@5 a=y@7 b=z@4"),
        ["joins whose function sees the key"] = new(
            builder =>
            {
                KTable<string, string> table = builder.Table<string, string>("other");
                In(builder).Join(table, (key, value, row) => $"{key}{value}{row}").To("inner");
                In(builder).LeftJoin(table, (key, value, row) => $"{key}{value}{row ?? "?"}").To("left");
            },
            "a=x@5 other:a=r@9 a=y@6 -=z@7 a=-@8", "left:a=ax?@5 inner:a=ayr@6 left:a=ayr@6 left:-=z?@7"),
        ["timestamp"] = new(
            builder => In(builder).WithRecordTimestamp((_, value) => value is null ? 0 : value[0]).To("out"),
            Records, "a=x@120 -=y@121 a=-@0 b=w@119 b=v@118"),
        ["drop-duplicates"] = new(
            builder => In(builder).DropDuplicates(TimeSpan.FromMilliseconds(10)).To("out"),
            "a=x@20 b=x@20 a=y@30 a=z@31 a=w@9 -=n@40 a=v@21 a=u@20 a=t@42 a=s@33 a=-@60",
            "a=x@20 b=x@20 a=z@31 a=t@42 a=-@60"),
        ["drop-duplicates, by id"] = new(
            builder => In(builder)
                .DropDuplicates((_, value) => value is "n" ? null! : value?[..1]!, TimeSpan.FromMilliseconds(10))
                .To("out"),
            "a=x1@5 a=y1@5 a=x2@9 b=x1@9 a=n@9 a=-@9 a=x3@16", "a=x1@5 a=y1@5 b=x1@9 a=x3@16"),
        ["drop-duplicates, structs without a value"] = new(
            builder => builder.Stream("in", Consumed.With<string, long>(null, Serdes.Json<long>()))
                .DropDuplicates((_, value) => value, TimeSpan.Zero).To("out"),
            "a=1@5 a=1@5 a=-@5 a=1@6", "a=1@5 a=1@6"),
        ["unlimited windows"] = new(
            builder => In(builder).GroupByKey()
                .WindowedBy(UnlimitedWindows.StartOn(DateTimeOffset.FromUnixTimeMilliseconds(10))).Count()
                .ToStream().SelectKey((window, _) => $"{window.Key}@{window.Window.StartMs}").To("out"),
            "a=x@15 a=y@9 a=z@10 -=q@20 b=x@99999999999 a=w@12",
            "a@10=1@15 a@10=2@15 b@10=1@99999999999 a@10=3@15"),
        ["source times, skip"] = new(
            builder => Timed(builder, InvalidTimestamp.Skip).To("out"), "a=bad@5 a=x@5 a=bad@6 -=y@3",
            "a=x@105 -=y@103"),
        ["source times, partition time"] = new(
            builder => Timed(builder, InvalidTimestamp.UsePartitionTime).To("out"),
            "a=x@5 a=y@3 a=bad@1 a=z@7 -=bad@999", "a=x@105 a=y@103 a=bad@105 a=z@107 -=bad@107"),
        ["source times, of a table"] = new(
            builder => builder.Table("in", Consumed.WithTimestampExtractor<string, string>((_, _, ms) => ms + 100))
                .ToStream().To("out"),
            "a=x@5 a=-@3", "a=x@105 a=-@103"),
        ["source times, which schedules see"] = new(
            builder => Timed(builder, InvalidTimestamp.Skip).GroupByKey()
                .WindowedBy(TimeWindows.OfSizeWithNoGrace(TimeSpan.FromMilliseconds(100)))
                .WithEmitStrategy(EmitStrategy.OnWindowClose).Count()
                .ToStream().SelectKey((window, _) => $"{window.Key}@{window.Window.StartMs}").To("out"),
            "a=x@50 a=bad@990 a=y@60 a=z@101", "a@100=2@160"),
    };

    private static KStream<string, string> Timed(StreamBuilder builder, InvalidTimestamp onInvalid) => builder.Stream(
        "in", Consumed.WithTimestampExtractor<string, string>(
            (_, value, timestampMs) => value == "bad" ? -1 : timestampMs + 100, onInvalid));

    private static KStream<string, string> In(StreamBuilder builder) => builder.Stream<string, string>("in");
}
