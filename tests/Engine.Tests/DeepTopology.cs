namespace Kappa.Engine.Tests;

/// <summary>
/// Two exchanges after each other, and tasks that have both lanes and a source: it shows every order too.
/// </summary>
internal static class DeepTopology
{
    public static Topology Build()
    {
        var builder = new StreamBuilder();
        KStream<string, string> joined = builder.Stream<string, string>("clicks")
            .SelectKey((_, click) => $"k{click.Length + click[^1]}")
            .LeftJoin(builder.Table<string, string>("prices"), (click, price) => $"{click}|{price}");
        joined.To("deep-joined");
        joined.GroupBy((_, value) => value[..1])
            .Aggregate(() => "", (_, value, total) => Last($"{total},{value}"), Materialized.As("deep-totals"))
            .LeftJoin(builder.Table<string, string>("users"), (total, user) => $"{total}|{user}")
            .ToStream()
            .To("deep-table");
        return builder.Build("deep");
    }

    private static string Last(string total) => total.Length > 60 ? total[^60..] : total;
}
