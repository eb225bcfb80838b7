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
        (IsLeft(spec) ? left.LeftJoin(right, Pair, store) : left.Join(right, Pair, store)).ToStream().To("out");
    }

    public static void Chain(JsonNode spec, StreamBuilder builder) => builder.Stream<string, string>("left")
        .LeftJoin(builder.Table<string, string>("right"), Pair)
        .SelectKey((_, value) => $"{"abcd"[value.Length % 4]}").Repartition()
        .LeftJoin(
            builder.Stream<string, string>("third").GroupByKey()
                .Aggregate(() => "", Concat, Materialized.As("store")),
            Pair)
        .To("out");

    private static bool IsLeft(JsonNode spec) => (string?)spec["join"] == "left";
}
