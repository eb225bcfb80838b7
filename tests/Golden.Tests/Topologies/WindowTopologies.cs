using System.Text.Json.Nodes;
using static Kappa.Golden.Tests.GoldenValues;

namespace Kappa.Golden.Tests;

/// <summary>Folds by windows of time.</summary>
internal static class WindowTopologies
{
    public static void Window(JsonNode spec, StreamBuilder builder) => builder.Stream<string, string>("left")
        .GroupByKey()
        .WindowedBy(TimeWindows.OfSizeAndGrace(Ms(spec["sizeMs"]), Ms(spec["graceMs"]))
            .AdvanceBy(Ms(spec["advanceMs"])))
        .WithEmitStrategy((string?)spec["emit"] == "close" ? EmitStrategy.OnWindowClose : EmitStrategy.OnWindowUpdate)
        .Aggregate(() => "", Concat, Materialized.As("store"))
        .ToStream().SelectKey((windowed, _) => windowed.ToString()).To("out");
}
