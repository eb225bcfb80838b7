namespace Kappa.Worker.Tests;

/// <summary>Counts words, and waits at one until it is let through.</summary>
[Topology("gated-words")]
internal sealed class GatedWords(Task open) : ITopology
{
    public const string Gate = "gate";

    public void Build(StreamBuilder builder) => builder.Stream<string, string>("words")
        .MapValues(word =>
        {
            if (word == Gate)
            {
                open.GetAwaiter().GetResult();
            }

            return word;
        })
        .GroupByKey().Count(Materialized.As("gated"));
}
