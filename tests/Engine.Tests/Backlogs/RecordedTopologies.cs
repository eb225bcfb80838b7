namespace Kappa.Engine.Tests;

/// <summary>
/// What the pinned logs in the folder Golden were recorded with. Never change it: they hold what it came to.
/// </summary>
internal static class RecordedTopologies
{
    public const int Partitions = 3;
    public static readonly string[] Topics = ["clicks", "prices", "users"];

    /// <summary>Read from version 2 on.</summary>
    public const string AddedTopic = "rates";

    public static Topology Build(int version)
    {
        var builder = new StreamBuilder();
        KStream<string, string> clicks = builder.Stream<string, string>("clicks");
        KTable<string, string> prices = builder.Table<string, string>("prices");
        KStream<string, string> joined = clicks
            .SelectKey((_, click) => $"k{click.Length + click[^1]}")
            .LeftJoin(prices, (click, price) => $"{click}|{price}");
        joined.To("priced");
        joined.GroupBy((_, value) => value[..1])
            .Aggregate(() => "", (_, value, total) => Last($"{total},{value}"), Materialized.As("totals"))
            .LeftJoin(builder.Table<string, string>("users"), (total, user) => $"{total}|{user}")
            .ToStream().To("totals-out");
        clicks.GroupByKey()
            .Aggregate(() => "", (_, value, total) => Last($"{total},{value}"), Materialized.As("inputs"));
        if (version > 1)
        {
            clicks.LeftJoin(builder.Table<string, string>(AddedTopic), (click, rate) => $"{click}|{rate}").To("rated");
        }

        return builder.Build("recorded", version);
    }

    private static string Last(string total) => total.Length > 60 ? total[^60..] : total;
}
