namespace Kappa.Engine.Tests;

/// <summary>Sessions, windows that slide, totals of two streams, and rows that are held back.</summary>
internal static class WindowFamily
{
    private static readonly SessionWindows Sessions =
        SessionWindows.OfInactivityGapAndGrace(TimeSpan.FromMilliseconds(15), TimeSpan.FromMilliseconds(25));

    private static readonly SlidingWindows Sliding =
        SlidingWindows.OfTimeDifferenceAndGrace(TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(25));

    public static Topology Build()
    {
        var builder = new StreamBuilder();
        KGroupedStream<string, string> grouped = builder.Stream<string, string>("in")
            .SelectKey((_, value) => value[..1]).GroupByKey(Grouped.As("letter"));
        Write(grouped.WindowedBy(Sessions).Aggregate(() => "", Add, Merge, Materialized.As("sessions")), "sessions");
        Write(
            grouped.WindowedBy(Sessions).WithEmitStrategy(EmitStrategy.OnWindowClose)
                .Count(Materialized.As("closed-sessions")),
            "closed-sessions");
        Write(grouped.WindowedBy(Sliding).Aggregate(() => "", Add, Materialized.As("sliding")), "sliding");
        Write(
            grouped.WindowedBy(Sliding).WithEmitStrategy(EmitStrategy.OnWindowClose)
                .Reduce((total, value) => Short($"{total}{value}"), Materialized.As("closed-sliding")),
            "closed-sliding");
        Write(
            grouped.WindowedBy(Sessions).Reduce((total, value) => Short($"{total}{value}"), Materialized.As("held"))
                .Suppress(Suppressed.UntilWindowCloses(BufferConfig.Unbounded()))
                .Filter((_, total) => total.Length % 5 > 0),
            "final-sessions");
        Cogroup(builder, grouped);
        Hold(grouped);
        return builder.Build("family");
    }

    private static void Cogroup(StreamBuilder builder, KGroupedStream<string, string> grouped)
    {
        CogroupedKStream<string, string> both = grouped.Cogroup<string>((_, value, total) => Short($"{total}L{value}"))
            .Cogroup(
                builder.Stream<string, string>("other").SelectKey((_, value) => value[..1]).GroupByKey(),
                (_, value, total) => Short($"{total}R{value}"));
        both.Aggregate(() => "", Materialized.As("both")).ToStream().To("both");
        Write(both.WindowedBy(WindowTopology.Windows).Aggregate(() => "", Materialized.As("both-windows")), "windows");
        Write(both.WindowedBy(Sliding).Aggregate(() => "", Materialized.As("both-sliding")), "both-sliding");
        Write(both.WindowedBy(Sessions).Aggregate(() => "", Merge, Materialized.As("both-sessions")), "both-sessions");
    }

    private static void Hold(KGroupedStream<string, string> grouped)
    {
        KTable<string, long> counts = grouped.Count(Materialized.As("counts"));
        counts.Suppress(Suppressed.UntilTimeLimit(TimeSpan.FromMilliseconds(30), BufferConfig.MaxRecords(4)))
            .Filter((_, count) => count % 3 > 0, Materialized.As("kept")).ToStream().To("held-records");
        counts.Suppress(Suppressed.UntilTimeLimit(
                TimeSpan.FromMilliseconds(60), BufferConfig.MaxBytes(90)).WithName("by-bytes"))
            .ToStream().To("held-bytes");
    }

    private static void Write<TTotal>(KTable<Windowed<string>, TTotal> totals, string topic) =>
        totals.ToStream().SelectKey((windowed, _) => windowed.ToString()).To(topic);

    private static string Add(string key, string value, string total) => Short($"{total};{value}");

    private static string Merge(string key, string total, string other) => Short($"{total}+{other}");

    private static string Short(string text) => text.Length > 40 ? text[^40..] : text;
}
