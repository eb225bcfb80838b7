namespace Kappa.Engine.Tests;

/// <summary>Joins by time behind exchanges, so that the order of their records comes from several tasks.</summary>
internal static class JoinTopology
{
    public static Topology Build()
    {
        var builder = new StreamBuilder();
        KStream<string, string> left = builder.Stream<string, string>("left").SelectKey((_, value) => value?[..1]!)
            .Repartition(Repartitioned.As("lefts"));
        KStream<string, string> right = builder.Stream<string, string>("right").SelectKey((_, value) => value?[..1]!)
            .Repartition(Repartitioned.As("rights"));
        JoinWindows windows = JoinWindows.OfTimeDifferenceAndGrace(Ms(20), Ms(15)).Before(Ms(10));
        left.Join(right, Pair, windows, StreamJoined.As("inner")).To("inner");
        left.LeftJoin(right, Pair, windows, StreamJoined.As("outer-left")).To("outer-left");
        left.OuterJoin(right, Pair, windows, StreamJoined.As("outer")).To("outer");
        left.Join(left, Pair, windows, StreamJoined.As("itself")).To("itself");
        KTable<string, string> rows = right.ToTable(Materialized.AsVersioned("versions", Ms(30)));
        left.LeftJoin(rows, Pair, Joined.As("held").WithGracePeriod(Ms(25))).To("held");
        left.ToTable(Materialized.AsVersioned("others", Ms(50))).OuterJoin(rows, Pair, Materialized.As("both"))
            .ToStream().SelectKey((key, _) => key).To("both");
        return builder.Build("joins");
    }

    public static string[] Outputs { get; } = ["inner", "outer-left", "outer", "itself", "held", "both"];

    private static string Pair(string? left, string? right) => $"{left ?? "none"}|{right ?? "none"}";

    private static TimeSpan Ms(int ms) => TimeSpan.FromMilliseconds(ms);
}
