using System.Text.Json.Nodes;
using static Kappa.Golden.Tests.GoldenValues;

namespace Kappa.Golden.Tests;

/// <summary>Joins.</summary>
internal static class JoinTopologies
{
    public static void StreamWithTable(JsonNode spec, StreamBuilder builder)
    {
        KStream<string, string> stream = builder.Stream<string, string>("left");
        KTable<string, string> table = builder.Table<string, string>("right", materialized: Materialized.As("store"));
        (IsLeft(spec) ? stream.LeftJoin(table, Pair) : stream.Join(table, Pair)).To("out");
    }

    public static void TableWithTable(JsonNode spec, StreamBuilder builder)
    {
        KTable<string, string> left = builder.Table<string, string>("left");
        KTable<string, string> right = builder.Table<string, string>("right");
        Materialized store = Materialized.As("store");
        TableJoin(spec, left, right, store).ToStream().To("out");
    }

    public static void StreamWithVersions(JsonNode spec, StreamBuilder builder)
    {
        KStream<string, string> stream = builder.Stream<string, string>("left");
        KTable<string, string> table = builder.Table<string, string>("right", null, Versions("right-rows", spec));
        Joined? joined = spec["graceMs"] is { } grace ? Joined.As("joined").WithGracePeriod(Ms(grace)) : null;
        (IsLeft(spec) ? stream.LeftJoin(table, Pair, joined) : stream.Join(table, Pair, joined)).To("out");
    }

    public static void VersionsWithVersions(JsonNode spec, StreamBuilder builder) => TableJoin(
        spec, builder.Table<string, string>("left", null, Versions("left-rows", spec)),
        builder.Table<string, string>("right", null, Versions("right-rows", spec)), Materialized.As("store"))
        .ToStream().To("out");

    private static Materialized Versions(string name, JsonNode spec) =>
        Materialized.AsVersioned(name, Ms(spec["historyMs"]));

    private static KTable<string, string> TableJoin(
        JsonNode spec, KTable<string, string> left, KTable<string, string> right, Materialized store) =>
        (string?)spec["join"] switch
        {
            "outer" => left.OuterJoin(right, Pair, store),
            "left" => left.LeftJoin(right, Pair, store),
            _ => left.Join(right, Pair, store),
        };

    /// <summary>Digit 0 names no row.</summary>
    public static void ForeignKey(JsonNode spec, StreamBuilder builder)
    {
        KTable<string, string> left = builder.Table<string, string>("left");
        KTable<string, string> right = builder.Table<string, string>("right");
        Materialized store = Materialized.As("store");
        Func<string, string?> foreign = value => Digit(value) == "0" ? null : Letter(Digit(value));
        (IsLeft(spec) ? left.LeftJoin(right, foreign, Pair, store) : left.Join(right, foreign, Pair, store))
            .ToStream().To("out");
    }

    public static void GlobalTable(JsonNode spec, StreamBuilder builder)
    {
        KStream<string, string> left = builder.Stream<string, string>("left");
        GlobalKTable<string, string> right = builder.GlobalTable<string, string>(
            "right", materialized: Materialized.As("store"));
        Func<string, string?, string?> key = (string?)spec["by"] == "key"
            ? (key, _) => key : (_, value) => value is null ? null : Letter(Digit(value));
        (IsLeft(spec) ? left.LeftJoin(right, key, Pair) : left.Join(right, key, Pair)).To("out");
    }

    public static void Chain(JsonNode spec, StreamBuilder builder) => builder.Stream<string, string>("left")
        .LeftJoin(builder.Table<string, string>("right"), Pair)
        .SelectKey((_, value) => $"{"abcd"[value.Length % 4]}").Repartition()
        .LeftJoin(
            builder.Stream<string, string>("third").GroupByKey()
                .Aggregate(() => "", Concat, Materialized.As("store")),
            Pair)
        .To("out");

    public static void StreamWithStream(JsonNode spec, StreamBuilder builder)
    {
        KStream<string, string> left = builder.Stream<string, string>("left");
        KStream<string, string> right = builder.Stream<string, string>("right");
        JoinWindows windows = JoinWindows.OfTimeDifferenceAndGrace(TimeSpan.Zero, Ms(spec["graceMs"]))
            .After(Ms(spec["afterMs"])).Before(Ms(spec["beforeMs"]));
        KStream<string, string> joined = (string?)spec["join"] switch
        {
            "outer" => left.OuterJoin(right, Pair, windows),
            "left" => left.LeftJoin(right, Pair, windows),
            _ => left.Join(right, Pair, windows),
        };
        joined.To("out");
    }

    public static void WithItself(JsonNode spec, StreamBuilder builder)
    {
        KStream<string, string> stream = builder.Stream<string, string>("left");
        stream.Join(stream, Pair, JoinWindows.OfTimeDifferenceAndGrace(Ms(spec["diffMs"]), Ms(spec["graceMs"])))
            .To("out");
    }

    private static bool IsLeft(JsonNode spec) => (string?)spec["join"] == "left";
}
