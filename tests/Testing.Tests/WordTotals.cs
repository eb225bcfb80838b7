namespace Kappa.Testing.Tests;

/// <summary>The topology of docs/testing.md.</summary>
[Topology("word-totals")]
public sealed class WordTotals : ITopology
{
    public void Build(StreamBuilder builder) => builder.Stream<string, string>("words")
        .GroupByKey()
        .Aggregate(() => "", (_, word, total) => $"{total}{word}", Materialized.As("totals"))
        .ToStream()
        .To("totals");
}
