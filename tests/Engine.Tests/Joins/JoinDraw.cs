namespace Kappa.Engine.Tests;

/// <summary>Draws joins, each over the topics <c>in</c> and <c>other</c>, and records for them.</summary>
internal static class JoinDraw
{
    /// <summary>A topology of one join.</summary>
    public static Topology Topology(Random random)
    {
        var builder = new StreamBuilder();
        switch (random.Next(6))
        {
            case 0 or 1:
                Tables(random, builder);
                break;
            case 2:
                StreamAndTable(random, builder);
                break;
            case 3 when random.Next(2) == 0:
                KStream<string, string> stream = builder.Stream<string, string>("in");
                Streams(random, stream, stream);
                break;
            default:
                Streams(random, builder.Stream<string, string>("in"), builder.Stream<string, string>("other"));
                break;
        }

        return builder.Build("joins");
    }

    /// <summary>Records out of order, of equal times, without keys and without values, and jumps of time.</summary>
    public static IEnumerable<(string Topic, string? Key, string? Value, long TimestampMs)> Records(
        Random random, IReadOnlyList<string> topics)
    {
        long time = 100;
        int keys = random.Next(1, 5);
        int late = random.Next(1, 40);
        for (int record = random.Next(5, 45); record > 0; record--)
        {
            time += random.Next(12) == 0 ? random.Next(200) : random.Next(6);
            yield return (
                topics[random.Next(topics.Count)], random.Next(20) == 0 ? null : $"{(char)('a' + random.Next(keys))}",
                random.Next(8) == 0 ? null : $"v{record}",
                Math.Max(0, time - (random.Next(3) == 0 ? random.Next(late) : 0)));
        }
    }

    public static JoinWindows Windows(Random random)
    {
        JoinWindows windows = JoinWindows.OfTimeDifferenceAndGrace(Ms(random.Next(20)), Ms(random.Next(3) * 15));
        return random.Next(4) switch
        {
            0 => windows.Before(TimeSpan.Zero),
            1 => windows.After(Ms(random.Next(30))),
            2 => windows.After(Ms(30)).Before(Ms(-random.Next(30))),
            _ => windows,
        };
    }

    private static void Streams(Random random, KStream<string, string> left, KStream<string, string> right)
    {
        JoinWindows windows = Windows(random);
        KStream<string, string> joined = random.Next(3) switch
        {
            0 => left.Join(right, Pair, windows),
            1 => left.LeftJoin(right, Pair, windows),
            _ => left.OuterJoin(right, (key, one, other) => $"{key}:{Pair(one, other)}", windows),
        };
        joined.To("out");
    }

    private static void Tables(Random random, StreamBuilder builder)
    {
        KTable<string, string> left = Table(random, builder, "in");
        KTable<string, string> right = Table(random, builder, "other");
        KTable<string, string> joined = random.Next(3) switch
        {
            0 => left.Join(right, Pair),
            1 => left.LeftJoin(right, Pair),
            _ => left.OuterJoin(right, Pair),
        };
        joined = random.Next(2) == 0 ? joined : joined.Filter((_, value) => !value.EndsWith('5'));
        joined.ToStream().SelectKey((key, _) => key).To("out");
    }

    private static void StreamAndTable(Random random, StreamBuilder builder)
    {
        KStream<string, string> stream = builder.Stream<string, string>("in");
        KTable<string, string> table = Table(random, builder, "other");
        Joined? joined = table.HistoryMs is { } history && random.Next(3) > 0
            ? Joined.As("held").WithGracePeriod(Ms(random.Next((int)history + 1))) : null;
        (random.Next(2) == 0 ? stream.Join(table, Pair, joined) : stream.LeftJoin(table, Pair, joined)).To("out");
    }

    /// <summary>A table, in half of the cases with versions, and in half of them worked out of another one.</summary>
    private static KTable<string, string> Table(Random random, StreamBuilder builder, string topic)
    {
        Materialized? Versions(string name) => random.Next(2) == 0
            ? null : Materialized.AsVersioned($"{topic}-{name}", Ms(random.Next(3) * 20));

        KTable<string, string> table = builder.Table<string, string>(topic, null, Versions("rows"));
        return random.Next(4) switch
        {
            0 => table.Filter((_, value) => !value.EndsWith('3'), Versions("filtered")),
            1 => table.MapValues(value => value.EndsWith('4') ? null! : $"{value}!", Versions("mapped")),
            _ => table,
        };
    }

    private static string Pair(string? left, string? right) => $"{left ?? "none"}|{right ?? "none"}";

    private static TimeSpan Ms(int ms) => TimeSpan.FromMilliseconds(ms);
}
