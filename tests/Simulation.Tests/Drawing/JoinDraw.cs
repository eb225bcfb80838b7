namespace Kappa.Simulation.Tests;

/// <summary>Draws joins by time.</summary>
internal static class JoinDraw
{
    /// <summary>A join of two streams, which may be one.</summary>
    public static KStream<string, string> Streams(
        Random random, KStream<string, string> left, KStream<string, string> right, int salt, string name)
    {
        // Round numbers, as those of timestamps: so that a time falls on the end of a window.
        JoinWindows windows = JoinWindows.OfTimeDifferenceAndGrace(
            Ms(random.Next(2) == 0 ? random.Next(400) : 100 * random.Next(4)), Ms(random.Next(3) * 100));
        windows = random.Next(3) == 0 ? windows.Before(TimeSpan.Zero) : windows;
        Func<string, string?, string> join = Functions.Join(salt);
        var named = StreamJoined.As(name);
        return random.Next(3) switch
        {
            0 => left.Join(right, (one, other) => join(one, other), windows, named),
            1 => left.LeftJoin(right, (key, one, other) => join(key + one, other), windows, named),
            _ => left.OuterJoin(right, (one, other) => join(one ?? "none", other), windows, named),
        };
    }

    /// <summary>A store of a table, which keeps versions in a third of the draws.</summary>
    public static Materialized Store(Random random, string name) => random.Next(3) > 0
        ? Materialized.As(name) : Materialized.AsVersioned(name, Ms(random.Next(4) * 100));

    /// <summary>How a stream is joined with a table; it may wait for late updates of one with versions.</summary>
    public static Joined Joined(Random random, KTable<string, string> table, string name) =>
        table.HistoryMs is { } history && random.Next(3) > 0
            ? Kappa.Joined.As(name).WithGracePeriod(Ms(random.Next((int)history + 1))) : Kappa.Joined.As(name);

    private static TimeSpan Ms(int ms) => TimeSpan.FromMilliseconds(ms);
}
