namespace Kappa.Cli.Tests;

/// <summary>Has one name for two stores.</summary>
[Topology("faulty")]
public sealed class FaultyTopology : ITopology
{
    public void Build(StreamBuilder builder)
    {
        KGroupedStream<string, string> words = builder.Stream<string, string>("words").GroupByKey();
        words.Count(Materialized.As("counts"));
        words.Count(Materialized.As("counts"));
    }
}
