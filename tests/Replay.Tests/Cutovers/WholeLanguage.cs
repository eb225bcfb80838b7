namespace Kappa.Replay.Tests;

/// <summary>
/// Versions of a topology in which each operator that keeps something has its place: windows that close, held back
/// rows, sessions, joins of streams and of tables, by foreign keys and with a global table.
/// </summary>
internal static class WholeLanguage
{
    /// <summary>The tables that it publishes.</summary>
    public static readonly string[] Outputs = ["hours", "held", "visits", "met", "linked", "both", "named"];

    /// <param name="version">Number of the version.</param>
    /// <param name="mark">What becomes of each value first: versions differ in it.</param>
    public static OfferedVersion Version(int version, Func<string, string> mark)
    {
        var builder = new StreamBuilder();
        KStream<string, string> letters = builder.Stream<string, string>(Totals.Input)
            .Filter((_, value) => value is not null).MapValues(value => mark(value));
        KGroupedStream<string, string> grouped = letters.GroupByKey();
        Windows(grouped);
        Joins(builder, letters, grouped);
        return new OfferedVersion(builder.Build(Totals.Name, version), $"LanguageV{version}", null);
    }

    private static void Windows(KGroupedStream<string, string> grouped)
    {
        grouped.WindowedBy(TimeWindows.OfSizeAndGrace(Ms(20), Ms(5)))
            .WithEmitStrategy(EmitStrategy.OnWindowClose)
            .Aggregate(() => "", Join, Materialized.As("by-hour"))
            .ToStream().SelectKey((hour, _) => $"{hour.Key}@{hour.Window.StartMs}")
            .ToTable(Materialized.As("hours-kept")).ToStream().To("hours");
        grouped.Aggregate(() => "", Join, Materialized.As("ever"))
            .Suppress(Suppressed.UntilTimeLimit(Ms(15), BufferConfig.Unbounded()).WithName("waiting"))
            .ToStream().To("held");
        grouped.WindowedBy(SessionWindows.OfInactivityGapAndGrace(Ms(6), Ms(4)))
            .Aggregate(
                () => "", Join, (_, one, other) => $"{one}+{other}", Materialized.As("by-visit"))
            .ToStream().Map((visit, text) => (visit.Key, $"{visit.Window}={text}"))
            .ToTable(Materialized.As("visits-kept")).ToStream().To("visits");
    }

    private static void Joins(
        StreamBuilder builder, KStream<string, string> letters, KGroupedStream<string, string> grouped)
    {
        letters.Join(letters.MapValues(value => value), (one, other) => one + other,
                JoinWindows.OfTimeDifferenceAndGrace(Ms(3), Ms(2)), StreamJoined.As("meeting"))
            .GroupByKey(Grouped.As("met-by-key")).Aggregate(() => "", Join, Materialized.As("met-ever"))
            .ToStream().To("met");
        KTable<string, string> kept = letters.ToTable(Materialized.As("kept"));
        KTable<string, string> counts = letters.GroupBy((_, value) => value[..1], Grouped.As("by-letter"))
            .Count(Materialized.As("counts")).MapValues(count => $"{count}");
        kept.Join(counts, value => value[..1], (value, count) => $"{value}x{count}", Materialized.As("linked-rows"))
            .ToStream().To("linked");
        kept.OuterJoin(grouped.Count(Materialized.As("times")).Filter((_, times) => times > 2)
                .MapValues(times => $"{times}"), (value, times) => $"{value}/{times}", Materialized.As("both-rows"))
            .ToStream().To("both");
        letters.LeftJoin(
                builder.GlobalTable<string, string>("names"), (_, value) => value[..1],
                (value, name) => $"{name ?? "?"}{value}")
            .GroupByKey(Grouped.As("named-by-key")).Aggregate(() => "", Join, Materialized.As("named-ever"))
            .ToStream().To("named");
    }

    /// <summary>The last twelve letters, so that rows stay short.</summary>
    private static string Join(string key, string value, string total) =>
        total.Length + value.Length > 12 ? $"{total}{value}"[^12..] : total + value;

    private static TimeSpan Ms(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
