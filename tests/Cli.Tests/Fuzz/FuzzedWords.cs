namespace Kappa.Cli.Tests;

/// <summary>Counts records by key.</summary>
[Topology("count-words")]
internal sealed class FuzzedWords : ITopology
{
    public void Build(StreamBuilder builder) => builder.Stream<string, string>("words").GroupByKey()
        .Count(Materialized.As("counts")).ToStream().To("word-counts");
}
