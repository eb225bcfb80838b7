namespace Kappa.Topologies.Tests;

/// <summary>Sessions, windows that slide and rows that wait as they cannot be, each with its message.</summary>
public sealed class WindowMisuseTests
{
    private static readonly TimeSpan Ten = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Less = TimeSpan.FromMilliseconds(-1);

    [Fact]
    public void A_gap_of_zero_is_refused() => Refuses(
        "KAP1085",
        "Sessions cannot have a gap of 0 ms: how long a key has to be quiet for its session to end is 1 ms at least.",
        () => SessionWindows.OfInactivityGapWithNoGrace(TimeSpan.Zero));

    [Fact]
    public void A_negative_difference_is_refused() => Refuses(
        "KAP1086",
        "The records of a sliding window cannot be -1 ms apart: zero, or the largest difference between their " +
        "timestamps.",
        () => SlidingWindows.OfTimeDifferenceWithNoGrace(Less));

    [Fact]
    public void A_negative_grace_is_refused()
    {
        const string Message =
            "A window cannot have a grace of -1 ms: zero, or how much later than its end a record may come.";

        Refuses("KAP1061", Message, () => SessionWindows.OfInactivityGapAndGrace(Ten, Less));
        Refuses("KAP1061", Message, () => SlidingWindows.OfTimeDifferenceAndGrace(Ten, Less));
    }

    [Fact]
    public void A_store_that_would_forget_sessions_that_take_records_is_refused() => Refuses(
        "KAP1063",
        "The store 'sums' would forget windows after 12 ms that take records for 15 ms, gap and grace. Give " +
        "Materialized.WithRetention as much, or leave it out.",
        () => Grouped().WindowedBy(SessionWindows.OfInactivityGapAndGrace(Ten, Ten / 2)).Count(Kept(12)));

    [Fact]
    public void A_store_that_would_forget_sliding_windows_that_take_records_is_refused() => Refuses(
        "KAP1063",
        "The store 'sums' would forget windows after 24 ms that take records for 25 ms, twice the difference and the " +
        "grace. Give Materialized.WithRetention as much, or leave it out.",
        () => Grouped().WindowedBy(SlidingWindows.OfTimeDifferenceAndGrace(Ten, Ten / 2)).Count(Kept(24)));

    [Fact]
    public void Waiting_for_windows_to_close_where_there_are_none_is_refused() => Refuses(
        "KAP1082",
        "The rows of 'sums.count' have no windows, so that none could close. Suppress the table of a windowed count, " +
        "reduce or aggregate, or use Suppressed.UntilTimeLimit.",
        () => Grouped().Count(Materialized.As("sums"))
            .Suppress(Suppressed.UntilWindowCloses(BufferConfig.Unbounded())));

    [Fact]
    public void Windows_that_are_joined_as_they_are_are_refused()
    {
        KTable<Windowed<string>, long> windows = Grouped()
            .WindowedBy(SessionWindows.OfInactivityGapWithNoGrace(Ten)).Count(Materialized.As("sums"));

        Refuses(
            "KAP1095",
            "The windows of 'sums.session-count' cannot be joined as they are: a join looks rows up by key, and " +
            "windows are kept by key and time. Keep them as rows of a table of their own: .MapValues(total => total, " +
            "Materialized.As(name)).",
            () => windows.Join(windows, (left, right) => left + right));
    }

    [Fact]
    public void A_buffer_without_room_for_a_row_is_refused() => Refuses(
        "KAP1083", "A buffer of 0 records could not hold a row. Say 1 or more, or BufferConfig.Unbounded().",
        () => BufferConfig.MaxRecords(0));

    [Fact]
    public void Waiting_for_less_than_no_time_is_refused() => Refuses(
        "KAP1084", "Rows cannot wait for -1 ms: zero, or how long an update waits for a later one.",
        () => Suppressed.UntilTimeLimit(Less, BufferConfig.Unbounded()));

    [Fact]
    public void A_stream_of_another_builder_is_no_part_of_a_cogroup() => Refuses(
        "KAP1024",
        "The stream 'in' belongs to another StreamBuilder. Read its topic with this builder's Stream(...), and join " +
        "or merge with that.",
        () => Grouped().Cogroup<string>((_, value, total) => total + value)
            .Cogroup(Grouped(), (_, value, total) => total + value));

    [Fact]
    public void Windows_keep_their_bounds_through_operators_of_tables() => Assert.NotNull(
        Grouped().WindowedBy(SessionWindows.OfInactivityGapWithNoGrace(Ten)).Count().Filter((_, _) => true)
            .MapValues(count => count + 1).Suppress(Suppressed.UntilWindowCloses(BufferConfig.Unbounded())));

    private static KGroupedStream<string, string> Grouped() =>
        new StreamBuilder().Stream<string, string>("in").GroupByKey();

    private static Materialized Kept(int ms) =>
        Materialized.As("sums").WithRetention(TimeSpan.FromMilliseconds(ms));

    private static void Refuses(string code, string message, Action describe)
    {
        KappaException error = Assert.Throws<KappaException>(describe);

        Assert.Equal((code, $"{message} [{code}, exit 78]"), (error.Code, $"{error.Message} [{code}, exit 78]"));
    }
}
