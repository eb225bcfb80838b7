using System.Globalization;
using System.Text.Json.Nodes;
using static Kappa.Golden.Tests.GoldenValues;

namespace Kappa.Golden.Tests;

/// <summary>Tables, and what is made of one.</summary>
internal static class TableTopologies
{
    public static void Table(JsonNode spec, StreamBuilder builder) =>
        builder.Table<string, string>("left", materialized: Materialized.As("store")).ToStream().To("out");

    public static void Filter(JsonNode spec, StreamBuilder builder) => builder.Table<string, string>("left")
        .Filter((_, value) => !value.EndsWith('2'), Materialized.As("store"))
        .MapValues(value => value + "!").ToStream().To("out");

    public static void ToTable(JsonNode spec, StreamBuilder builder) => builder.Stream<string, string>("left")
        .MapValues(value => value is null || value.EndsWith('3') ? null! : value)
        .ToTable(Materialized.As("store"))
        .Filter((_, value) => !value.EndsWith('1')).ToStream().To("out");

    public static void Group(JsonNode spec, StreamBuilder builder) => Grouped(builder)
        .Aggregate(
            () => "", (_, value, total) => $"{total}+{value}", (_, value, total) => $"{total}-{value}",
            Materialized.As("store"))
        .ToStream().To("out");

    public static void GroupReduce(JsonNode spec, StreamBuilder builder) => Grouped(builder)
        .Reduce((total, value) => $"{total}+{value}", (total, value) => $"{total}-{value}", Materialized.As("store"))
        .ToStream().To("out");

    public static void Count(JsonNode spec, StreamBuilder builder) => Grouped(builder)
        .Count(Materialized.As("store"))
        .ToStream().MapValues(count => count.ToString(CultureInfo.InvariantCulture)).To("out");

    private static KGroupedTable<string, string> Grouped(StreamBuilder builder) =>
        builder.Table<string, string>("left").GroupBy((_, value) => (Digit(value), value));
}
