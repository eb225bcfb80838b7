using System.Globalization;
using System.Text.Json.Nodes;

namespace Kappa.Testing.Tests;

/// <summary>The recorded topologies, as far as Kappa has their operators.</summary>
internal static class GoldenTopologies
{
    public static Topology Build(JsonNode spec)
    {
        var builder = new StreamBuilder();
        Describe((string)spec["op"]!, (string?)spec["join"], builder);
        return builder.Build("golden");
    }

    private static void Describe(string operation, string? join, StreamBuilder builder)
    {
        switch (operation)
        {
            case "count":
                builder.Stream<string, string>("left").GroupByKey().Count(Materialized.As("store"))
                    .ToStream().MapValues(count => count.ToString(CultureInfo.InvariantCulture)).To("out");
                break;
            case "aggregate":
                builder.Stream<string, string>("left").GroupByKey()
                    .Aggregate(() => "", Concat, Materialized.As("store")).ToStream().To("out");
                break;
            case "rekey-aggregate":
                builder.Stream<string, string>("left").SelectKey((_, value) => value?[^1..]!).GroupByKey()
                    .Aggregate(() => "", Concat, Materialized.As("store")).ToStream().To("out");
                break;
            case "table":
                builder.Table<string, string>("left", materialized: Materialized.As("store")).ToStream().To("out");
                break;
            case "table-filter":
                builder.Table<string, string>("left")
                    .Filter((_, value) => !value.EndsWith('2'), Materialized.As("store"))
                    .MapValues(value => value + "!").ToStream().To("out");
                break;
            case "stream-table":
                JoinStream(join == "left", builder);
                break;
            default:
                JoinTables(join == "left", builder);
                break;
        }
    }

    private static void JoinStream(bool isLeft, StreamBuilder builder)
    {
        KStream<string, string> stream = builder.Stream<string, string>("left");
        KTable<string, string> table = builder.Table<string, string>("right", materialized: Materialized.As("store"));
        (isLeft ? stream.LeftJoin(table, Pair) : stream.Join(table, Pair)).To("out");
    }

    private static void JoinTables(bool isLeft, StreamBuilder builder)
    {
        KTable<string, string> left = builder.Table<string, string>("left");
        KTable<string, string> right = builder.Table<string, string>("right");
        Materialized store = Materialized.As("store");
        (isLeft ? left.LeftJoin(right, Pair, store) : left.Join(right, Pair, store)).ToStream().To("out");
    }

    private static string Concat(string key, string value, string total) =>
        total + (total.Length == 0 ? "" : ",") + value;

    /// <summary>Java's way of adding null to text.</summary>
    private static string Pair(string left, string? right) => $"{left}|{right ?? "null"}";
}
