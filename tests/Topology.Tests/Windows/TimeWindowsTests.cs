namespace Kappa.Topologies.Tests;

/// <summary>Windows that cannot be, each with its message.</summary>
public sealed class TimeWindowsTests
{
    private static readonly TimeSpan Ten = TimeSpan.FromMilliseconds(10);

    [Fact]
    public void A_window_without_a_length_is_refused() => Refuses(
        "KAP1060", "A window cannot be 0 ms long: it has 1 ms at least.",
        () => TimeWindows.OfSizeWithNoGrace(TimeSpan.Zero));

    [Fact]
    public void A_negative_grace_is_refused() => Refuses(
        "KAP1061",
        "A window cannot have a grace of -1 ms: zero, or how much later than its end a record may come.",
        () => TimeWindows.OfSizeAndGrace(Ten, TimeSpan.FromMilliseconds(-1)));

    [Theory]
    [InlineData(0), InlineData(11)]
    public void A_step_that_is_none_or_leaves_a_gap_is_refused(int ms) => Refuses(
        "KAP1062",
        $"Windows of 10 ms cannot advance by {ms} ms. A step has 1 ms at least, and at most the size: else records " +
        "would fall between two windows.",
        () => TimeWindows.OfSizeWithNoGrace(Ten).AdvanceBy(TimeSpan.FromMilliseconds(ms)));

    [Fact]
    public void A_store_that_would_forget_windows_that_are_open_is_refused() => Refuses(
        "KAP1063",
        "The store 'sums' would forget windows after 12 ms that take records for 15 ms, size and grace. Give " +
        "Materialized.WithRetention as much, or leave it out.",
        () => new StreamBuilder().Stream<string, string>("in").GroupByKey()
            .WindowedBy(TimeWindows.OfSizeAndGrace(Ten, TimeSpan.FromMilliseconds(5)))
            .Count(Materialized.As("sums").WithRetention(TimeSpan.FromMilliseconds(12))));

    private static void Refuses(string code, string message, Action describe)
    {
        KappaException error = Assert.Throws<KappaException>(describe);

        Assert.Equal((code, $"{message} [{code}, exit 78]"), (error.Code, $"{error.Message} [{code}, exit 78]"));
    }
}
