namespace Kappa.Bench;

/// <summary>The topologies that are measured.</summary>
internal static class BenchTopologies
{
    public const string Store = "counts";

    public static Topology Build(string name, BenchSite site)
    {
        var serde = new BenchKeySerde();
        var builder = new StreamBuilder();
        if (name.StartsWith("count", StringComparison.Ordinal))
        {
            builder.Stream(site.Name("records"), Consumed.With(serde, serde)).GroupByKey()
                .Count(Materialized.As(Store));
        }
        else
        {
            builder.Stream(site.Name("records"), Consumed.With(serde, serde))
                .GroupBy((_, other) => other, Grouped.With(serde, serde)).Count(Materialized.As(Store));
        }

        return builder.Build(site.Name($"bench-{name}"));
    }
}
