using System.Text.Json.Nodes;

namespace Kappa.Golden.Tests;

/// <summary>Tables, and what is made of one.</summary>
internal static class TableTopologies
{
    public static void Table(JsonNode spec, StreamBuilder builder) =>
        builder.Table<string, string>("left", materialized: Materialized.As("store")).ToStream().To("out");

    public static void Filter(JsonNode spec, StreamBuilder builder) => builder.Table<string, string>("left")
        .Filter((_, value) => !value.EndsWith('2'), Materialized.As("store"))
        .MapValues(value => value + "!").ToStream().To("out");
}
