using System.Globalization;
using System.Text.Json.Nodes;
using static Kappa.Golden.Tests.GoldenValues;

namespace Kappa.Golden.Tests;

/// <summary>Operators of streams, and what counts and folds them.</summary>
internal static class StreamTopologies
{
    public static void Stateless(JsonNode spec, StreamBuilder builder) => builder.Stream<string, string>("left")
        .Filter((_, value) => value is not null && !value.EndsWith('3'))
        .FlatMapValues(value => new[] { value, value + "'" })
        .Map((key, value) => (key is null ? "none" : key + key, value.ToUpperInvariant()))
        .FilterNot((_, value) => value.EndsWith("5'", StringComparison.Ordinal)).To("out");

    public static void BranchAndMerge(JsonNode spec, StreamBuilder builder)
    {
        IReadOnlyDictionary<string, KStream<string, string>> branches = builder.Stream<string, string>("left").Split()
            .Branch((key, _) => key == "a", "a")
            .Branch((_, value) => value?.EndsWith('2') == true, "two")
            .DefaultBranch("rest");
        branches["a"].MapValues(value => $"A:{Text(value)}")
            .Merge(branches["rest"].MapValues(value => $"R:{Text(value)}")).To("out");
        branches["two"].To("out2");
    }

    public static void Count(JsonNode spec, StreamBuilder builder) => builder.Stream<string, string>("left")
        .GroupByKey().Count(Materialized.As("store"))
        .ToStream().MapValues(count => count.ToString(CultureInfo.InvariantCulture)).To("out");

    public static void Aggregate(JsonNode spec, StreamBuilder builder) => builder.Stream<string, string>("left")
        .GroupByKey().Aggregate(() => "", Concat, Materialized.As("store")).ToStream().To("out");

    public static void Reduce(JsonNode spec, StreamBuilder builder) => builder.Stream<string, string>("left")
        .GroupByKey()
        .Reduce((total, value) => value.EndsWith('4') ? null! : $"{total},{value}", Materialized.As("store"))
        .ToStream().To("out");

    public static void Cogroup(JsonNode spec, StreamBuilder builder) => builder.Stream<string, string>("left")
        .GroupByKey().Cogroup<string>((_, value, total) => $"{total}L{Text(value)}")
        .Cogroup(
            builder.Stream<string, string>("right").GroupByKey(), (_, value, total) => $"{total}R{Text(value)}")
        .Aggregate(() => "", Materialized.As("store")).ToStream().To("out");

    public static void AggregateUnderNewKey(JsonNode spec, StreamBuilder builder) => builder
        .Stream<string, string>("left").SelectKey((_, value) => value is null ? null! : Digit(value)).GroupByKey()
        .Aggregate(() => "", Concat, Materialized.As("store")).ToStream().To("out");
}
