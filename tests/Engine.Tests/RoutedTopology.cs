namespace Kappa.Engine.Tests;

/// <summary>
/// The topics of <see cref="OrderTopology"/> through splits, merges and a repartition over another number of tasks,
/// into totals that remember the order they were built in.
/// </summary>
internal static class RoutedTopology
{
    public static Topology Build()
    {
        var builder = new StreamBuilder();
        IReadOnlyDictionary<string, KStream<string, string>> clicks = builder.Stream<string, string>("clicks").Split()
            .Branch((_, click) => click[^1] % 3 == 0, "some")
            .Branch((_, click) => click[^1] % 3 == 1, "more")
            .DefaultBranch("rest");
        KStream<string, string> merged = clicks["some"].FlatMapValues(click => new[] { $"<{click}", $"{click}>" })
            .Merge(builder.Stream<string, string>("prices"))
            .Merge(clicks["rest"]);
        merged.To("merged");
        merged.Merge(clicks["more"].Map((key, click) => (click[..1], $"{key}={click}")))
            .Repartition(Repartitioned.As("spread").WithPartitions(5))
            .GroupByKey()
            .Aggregate(() => "", (_, value, total) => Last($"{total},{value}"), Materialized.As("routed"))
            .ToStream().To("routed-table");
        return builder.Build("routed");
    }

    private static string Last(string total) => total.Length > 60 ? total[^60..] : total;
}
