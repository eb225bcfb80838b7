namespace Kappa.Worker.Tests;

/// <summary>Counts and joins what comes within each hour, and keeps all hours of the tests.</summary>
[Topology("clicks")]
internal sealed class ClicksPerHour : ITopology
{
    public void Build(StreamBuilder builder)
    {
        KGroupedStream<string, string> clicks = builder.Stream<string, string>("words").GroupByKey();
        var hours = TimeWindows.OfSizeAndGrace(TimeSpan.FromHours(1), TimeSpan.FromHours(1));
        clicks.WindowedBy(hours).Count(Materialized.As("per-hour").WithRetention(TimeSpan.FromDays(30)));
        clicks.WindowedBy(hours.AdvanceBy(TimeSpan.FromMinutes(30))).Aggregate(
            () => "", (_, value, all) => all + value, Materialized.As("joined").WithRetention(TimeSpan.FromDays(30)));
        clicks.Count(Materialized.As("ever"));
    }
}
