namespace Kappa.Worker.Tests;

/// <summary>Counts records by key.</summary>
[Topology("count-words")]
public sealed class CountWords : ITopology
{
    public const string Store = "counts";

    public void Build(StreamBuilder builder) =>
        builder.Stream<string, string>("words").GroupByKey().Count(Materialized.As(Store)).ToStream().To("word-counts");
}
