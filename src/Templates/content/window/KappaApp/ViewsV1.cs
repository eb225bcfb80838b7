using Kappa;

namespace KappaApp;

/// <summary>Counts the views of each page by the hour; views that are late by up to ten minutes still count.</summary>
[Topology("views", Version = 1)]
public sealed class ViewsV1 : ITopology
{
    public void Build(StreamBuilder builder) => builder
        .Stream<string, View>("views")
        .GroupByKey()
        .WindowedBy(TimeWindows.OfSizeAndGrace(TimeSpan.FromHours(1), TimeSpan.FromMinutes(10)))
        .Count(Materialized.As("views-by-hour"))
        .ToStream()
        .SelectKey((hour, _) => $"{hour.Key} {hour.Window.Start:yyyy-MM-dd HH}")
        .To("hourly-views");
}
