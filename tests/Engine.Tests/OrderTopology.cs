namespace Kappa.Engine.Tests;

/// <summary>
/// Three topics, joins, an exchange and totals that remember the order they were built in: any change of order shows.
/// </summary>
internal static class OrderTopology
{
    public const int Partitions = 3;
    public static readonly string[] Topics = ["clicks", "prices", "users"];

    public static Topology Build(string name = "order", int version = 1)
    {
        var builder = new StreamBuilder();
        KTable<string, string> users = builder.Table<string, string>("users");
        builder.Stream<string, string>("clicks")
            .LeftJoin(users, (click, user) => $"{click}|{user}")
            .To("clicks-joined");
        builder.Stream<string, string>("clicks")
            .GroupBy((_, click) => click[..1])
            .Aggregate(() => "", (_, click, total) => Last($"{total},{click}"), Materialized.As("clicks-by-letter"))
            .ToStream()
            .To("letters");
        builder.Stream<string, string>("prices")
            .GroupByKey()
            .Aggregate(() => "", (_, price, total) => Last($"{total},{price}"), Materialized.As("prices-by-key"))
            .LeftJoin(users, (total, user) => $"{total}|{user}", Materialized.As("prices-users"));
        return builder.Build(name, version);
    }

    /// <summary>Keeps totals short: only the last updates matter for showing an order.</summary>
    private static string Last(string total) => total.Length > 60 ? total[^60..] : total;
}
