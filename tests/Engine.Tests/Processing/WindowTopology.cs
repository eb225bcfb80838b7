namespace Kappa.Engine.Tests;

/// <summary>Windows of both strategies behind an exchange, so that their order comes from several tasks.</summary>
internal static class WindowTopology
{
    public static TimeWindows Windows { get; } =
        TimeWindows.OfSizeAndGrace(TimeSpan.FromMilliseconds(40), TimeSpan.FromMilliseconds(25))
            .AdvanceBy(TimeSpan.FromMilliseconds(20));

    public static Topology Build(string name = "windows")
    {
        var builder = new StreamBuilder();
        KGroupedStream<string, string> grouped = builder.Stream<string, string>("in")
            .SelectKey((_, value) => value[..1]).GroupByKey(Grouped.As("letter"));
        grouped.WindowedBy(Windows)
            .Aggregate(() => "", (_, value, total) => $"{total};{value}", Materialized.As("updates"))
            .ToStream().To("updated");
        grouped.WindowedBy(Windows).WithEmitStrategy(EmitStrategy.OnWindowClose)
            .Aggregate(() => "", (_, value, total) => $"{total};{value}", Materialized.As("closes"))
            .ToStream().SelectKey((windowed, _) => windowed.ToString()).To("closed");
        grouped.WindowedBy(Windows).Count(Materialized.As("counts").WithRetention(TimeSpan.FromSeconds(1)));
        return builder.Build(name);
    }
}
