namespace Kappa.Worker.Tests;

/// <summary>Counts words: passes one over, and stops at a worse one.</summary>
[Topology("count-good")]
internal sealed class CountGood : ITopology
{
    public const string Bad = "bad";
    public const string Worse = "worse";
    public const string DeadLetters = "dead-words";

    public void Build(StreamBuilder builder)
    {
        builder.OnFailure(failed =>
            failed.Error is FormatException ? FailureAction.DeadLetter(DeadLetters) : FailureAction.Stop);
        builder.Stream<string, string>("words")
            .MapValues(word => word switch
            {
                Bad => throw new FormatException("no word"),
                Worse => throw new InvalidOperationException("worse than no word"),
                _ => word,
            })
            .GroupByKey().Count(Materialized.As("good")).ToStream().To("good-counts");
    }
}
