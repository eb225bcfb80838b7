namespace Kappa.Worker.Tests;

/// <summary>Counts each word twice: every row differs from version 1.</summary>
[Topology("count-words", Version = 2)]
internal sealed class WordsV2 : ITopology
{
    public void Build(StreamBuilder builder) => builder.Stream<string, string>("words").GroupByKey()
        .Aggregate(() => 0L, (_, _, count) => count + 2, Materialized.As(CountWords.Store))
        .ToStream().To("word-counts");
}
