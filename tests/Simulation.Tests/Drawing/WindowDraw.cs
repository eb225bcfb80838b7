namespace Kappa.Simulation.Tests;

/// <summary>Draws folds by windows, and rows that are held back.</summary>
internal static class WindowDraw
{
    private const int MostMs = 400;

    /// <summary>Totals of windows of any kind; some of them go on when they close.</summary>
    public static KTable<Windowed<string>, string> Totals(
        Random random, KGroupedStream<string, string> grouped, Materialized store, int salt)
    {
        if (random.Next(9) == 0)
        {
            KTable<Windowed<string>, string> unlimited =
                Of(random, grouped.WindowedBy(Unlimited(random)), store, salt);
            return random.Next(3) > 0 ? unlimited : unlimited.Suppress(ForATime(random));
        }

        KTable<Windowed<string>, string> totals = random.Next(4) switch
        {
            0 => Of(random, grouped.WindowedBy(Sessions(random)).WithEmitStrategy(Emit(random)), store, salt),
            1 => Of(random, grouped.WindowedBy(Sliding(random)).WithEmitStrategy(Emit(random)), store, salt),
            _ => Of(random, grouped.WindowedBy(OfTime(random)).WithEmitStrategy(Emit(random)), store, salt),
        };
        return random.Next(3) > 0 ? totals : totals.Suppress(random.Next(2) == 0
            ? Suppressed.UntilWindowCloses(BufferConfig.Unbounded()) : ForATime(random));
    }

    /// <summary>Totals of two streams by windows of any kind.</summary>
    public static KTable<Windowed<string>, string> Totals(
        Random random, CogroupedKStream<string, string> both, Materialized store, int salt) => random.Next(3) switch
        {
            0 => both.WindowedBy(Sessions(random)).Aggregate(() => "", Functions.Merge(salt), store),
            1 => both.WindowedBy(Sliding(random)).Aggregate(() => "", store),
            _ => both.WindowedBy(OfTime(random)).Aggregate(() => "", store),
        };

    /// <summary>Until when a row of a table waits, and how many do.</summary>
    public static Suppressed ForATime(Random random) => Suppressed.UntilTimeLimit(
        TimeSpan.FromMilliseconds(random.Next(MostMs)),
        random.Next(2) == 0 ? BufferConfig.Unbounded() : BufferConfig.MaxRecords(random.Next(1, 6)));

    private static KTable<Windowed<string>, string> Of(
        Random random, TimeWindowedKStream<string, string> windowed, Materialized store, int salt) =>
        random.Next(3) switch
        {
            0 => windowed.Aggregate(() => "", Functions.Fold(salt), store),
            1 => windowed.Reduce(Functions.Reduce(salt), store),
            _ => windowed.Count(store).MapValues(count => Functions.Text(count)),
        };

    private static KTable<Windowed<string>, string> Of(
        Random random, SessionWindowedKStream<string, string> windowed, Materialized store, int salt) =>
        random.Next(3) switch
        {
            0 => windowed.Aggregate(() => "", Functions.Fold(salt), Functions.Merge(salt), store),
            1 => windowed.Reduce(Functions.Reduce(salt), store),
            _ => windowed.Count(store).MapValues(count => Functions.Text(count)),
        };

    private static EmitStrategy Emit(Random random) =>
        random.Next(2) == 0 ? EmitStrategy.OnWindowUpdate : EmitStrategy.OnWindowClose;

    private static SessionWindows Sessions(Random random) =>
        SessionWindows.OfInactivityGapAndGrace(Ms(random), Grace(random));

    private static SlidingWindows Sliding(Random random) =>
        SlidingWindows.OfTimeDifferenceAndGrace(Ms(random), Grace(random));

    private static UnlimitedWindows Unlimited(Random random) => random.Next(2) == 0
        ? UnlimitedWindows.Of()
        : UnlimitedWindows.StartOn(DateTimeOffset.FromUnixTimeMilliseconds(random.Next(2) * 1_767_225_600_000));

    private static TimeWindows OfTime(Random random)
    {
        TimeSpan size = Ms(random);
        TimeWindows windows = TimeWindows.OfSizeAndGrace(size, Grace(random));
        int ms = (int)size.TotalMilliseconds;
        return random.Next(2) == 0
            ? windows : windows.AdvanceBy(TimeSpan.FromMilliseconds(random.Next(Math.Max(1, ms / 4), ms + 1)));
    }

    /// <summary>Round numbers too, as those of timestamps: so that a time falls on the end of a window.</summary>
    private static TimeSpan Ms(Random random) => TimeSpan.FromMilliseconds(
        random.Next(2) == 0 ? random.Next(1, MostMs) : 100 * random.Next(1, 4));

    private static TimeSpan Grace(Random random) => TimeSpan.FromMilliseconds(random.Next(3) * 100);
}
