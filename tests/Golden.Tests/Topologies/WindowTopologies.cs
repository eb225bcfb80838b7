using System.Text.Json.Nodes;
using static Kappa.Golden.Tests.GoldenValues;

namespace Kappa.Golden.Tests;

/// <summary>Folds by windows of time, by windows that slide, and by sessions.</summary>
internal static class WindowTopologies
{
    private static readonly Materialized Store = Materialized.As("store");

    public static void Window(JsonNode spec, StreamBuilder builder)
    {
        KTable<Windowed<string>, string> totals = Totals(spec, builder.Stream<string, string>("left").GroupByKey());
        if ((string?)spec["emit"] == "suppress")
        {
            totals = totals.Suppress(Suppressed.UntilWindowCloses(BufferConfig.Unbounded()));
        }

        totals.ToStream().SelectKey((windowed, _) => windowed.ToString()).To("out");
    }

    public static void SuppressForATime(JsonNode spec, StreamBuilder builder) => builder
        .Stream<string, string>("left").GroupByKey().Aggregate(() => "", Concat, Store)
        .Suppress(Suppressed.UntilTimeLimit(Ms(spec["limitMs"]), BufferConfig.Unbounded())).ToStream().To("out");

    public static void Cogroup(JsonNode spec, StreamBuilder builder) => builder.Stream<string, string>("left")
        .GroupByKey().Cogroup<string>((_, value, total) => $"{total}L{Text(value)}")
        .Cogroup(
            builder.Stream<string, string>("right").GroupByKey(), (_, value, total) => $"{total}R{Text(value)}")
        .WindowedBy(TimeWindows.OfSizeAndGrace(Ms(spec["sizeMs"]), Ms(spec["graceMs"])))
        .Aggregate(() => "", Store)
        .ToStream().SelectKey((windowed, _) => windowed.ToString()).To("out");

    private static KTable<Windowed<string>, string> Totals(JsonNode spec, KGroupedStream<string, string> grouped)
    {
        TimeSpan grace = Ms(spec["graceMs"]);
        EmitStrategy emit = (string?)spec["emit"] == "close"
            ? EmitStrategy.OnWindowClose : EmitStrategy.OnWindowUpdate;
        return (string?)spec["window"] switch
        {
            "session" => grouped.WindowedBy(SessionWindows.OfInactivityGapAndGrace(Ms(spec["gapMs"]), grace))
                .WithEmitStrategy(emit).Aggregate(() => "", Concat, Merge, Store),
            "sliding" => grouped.WindowedBy(SlidingWindows.OfTimeDifferenceAndGrace(Ms(spec["diffMs"]), grace))
                .WithEmitStrategy(emit).Aggregate(() => "", Concat, Store),
            _ => grouped.WindowedBy(TimeWindows.OfSizeAndGrace(Ms(spec["sizeMs"]), grace)
                    .AdvanceBy(Ms(spec["advanceMs"])))
                .WithEmitStrategy(emit).Aggregate(() => "", Concat, Store),
        };
    }

    private static string Merge(string key, string total, string other) =>
        total.Length == 0 ? other : other.Length == 0 ? total : $"{total}+{other}";
}
