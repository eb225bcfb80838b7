using System.Globalization;
using System.Text.Json.Nodes;

namespace Kappa.Testing.Tests;

/// <summary>The recorded topologies, as far as Kappa has their operators.</summary>
internal static class GoldenTopologies
{
    public static Topology Build(JsonNode spec)
    {
        var builder = new StreamBuilder();
        if ((string)spec["op"]! == "window")
        {
            Window(spec, builder);
        }
        else
        {
            Describe((string)spec["op"]!, (string?)spec["join"], builder);
        }

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
            case "stateless":
                builder.Stream<string, string>("left").Filter((_, value) => value is not null && !value.EndsWith('3'))
                    .FlatMapValues(value => new[] { value, value + "'" })
                    .Map((key, value) => (key is null ? "none" : key + key, value.ToUpperInvariant()))
                    .FilterNot((_, value) => value.EndsWith("5'", StringComparison.Ordinal)).To("out");
                break;
            case "branch-merge":
                BranchAndMerge(builder);
                break;
            case "join-chain":
                builder.Stream<string, string>("left").LeftJoin(builder.Table<string, string>("right"), Pair)
                    .SelectKey((_, value) => $"{"abcd"[value.Length % 4]}").Repartition()
                    .LeftJoin(
                        builder.Stream<string, string>("third").GroupByKey()
                            .Aggregate(() => "", Concat, Materialized.As("store")),
                        Pair)
                    .To("out");
                break;
            case "stream-table":
                JoinStream(join == "left", builder);
                break;
            default:
                JoinTables(join == "left", builder);
                break;
        }
    }

    private static void BranchAndMerge(StreamBuilder builder)
    {
        IReadOnlyDictionary<string, KStream<string, string>> branches = builder.Stream<string, string>("left").Split()
            .Branch((key, _) => key == "a", "a")
            .Branch((_, value) => value?.EndsWith('2') == true, "two")
            .DefaultBranch("rest");
        branches["a"].MapValues(value => $"A:{Text(value)}")
            .Merge(branches["rest"].MapValues(value => $"R:{Text(value)}")).To("out");
        branches["two"].To("out2");
    }

    private static void Window(JsonNode spec, StreamBuilder builder)
    {
        static TimeSpan Ms(JsonNode? ms) => TimeSpan.FromMilliseconds((long)ms!);
        builder.Stream<string, string>("left").GroupByKey()
            .WindowedBy(TimeWindows.OfSizeAndGrace(Ms(spec["sizeMs"]), Ms(spec["graceMs"]))
                .AdvanceBy(Ms(spec["advanceMs"])))
            .WithEmitStrategy(
                (string?)spec["emit"] == "close" ? EmitStrategy.OnWindowClose : EmitStrategy.OnWindowUpdate)
            .Aggregate(() => "", (key, value, total) => Concat(key, value ?? "null", total), Materialized.As("store"))
            .ToStream().SelectKey((windowed, _) => windowed.ToString()).To("out");
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

    private static string Pair(string left, string? right) => $"{left}|{Text(right)}";

    /// <summary>Java's way of adding null to text.</summary>
    private static string Text(string? value) => value ?? "null";
}
