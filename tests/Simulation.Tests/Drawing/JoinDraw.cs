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

    private static TimeSpan Ms(int ms) => TimeSpan.FromMilliseconds(ms);
}
