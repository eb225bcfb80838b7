namespace Kappa.Engine.Tests;

/// <summary>
/// Counts words, then fails on some, before and behind an exchange: a record that fails has done half of its work by
/// then.
/// </summary>
internal static class FailingTopology
{
    /// <summary>What an operator fails on before the exchange, and behind it.</summary>
    public const string Early = "early";

    public const string Late = "late";

    public static Topology Build(
        Func<FailedRecord, FailureAction>? onFailure, bool fails = true, int version = 1, string name = "failing")
    {
        var builder = new StreamBuilder();
        if (onFailure is not null)
        {
            builder.OnFailure(onFailure);
        }

        KStream<string, string> words = builder.Stream<string, string>("in");
        words.GroupByKey(Grouped.As("own")).Count(Materialized.As("before"));
        words.GroupByKey(Grouped.As("own")).WindowedBy(TimeWindows.OfSizeAndGrace(
            TimeSpan.FromMilliseconds(2), TimeSpan.FromSeconds(1))).Count(Materialized.As("by-time"));
        KStream<string, string> checkedWords = words.MapValues(
            word => fails && word == Early ? throw new InvalidOperationException("too early") : word);
        checkedWords.To("words");
        checkedWords.GroupBy((_, word) => word, Grouped.As("word"))
            .Aggregate(
                () => "", (_, word, total) => fails && word == Late
                    ? throw new InvalidOperationException("too late") : $"{total}.", Materialized.As("behind"))
            .ToStream().To("lengths");
        return builder.Build(name, version);
    }
}
