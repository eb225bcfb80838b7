namespace Kappa.Topologies.Tests;

/// <summary>Windows of joins that cannot be, or join nothing, each with its message.</summary>
public sealed class JoinWindowsTests
{
    private static readonly TimeSpan Ten = TimeSpan.FromMilliseconds(10);

    [Fact]
    public void A_negative_difference_is_refused() => Refuses(
        "KAP1080",
        "A join cannot look from -1 ms before a record to -1 ms after it: that is no time at all. Give JoinWindows a " +
        "difference of zero or more, and let Before and After be zero together at least.",
        () => JoinWindows.OfTimeDifferenceWithNoGrace(TimeSpan.FromMilliseconds(-1)));

    [Fact]
    public void Before_and_after_that_cross_are_refused() => Refuses(
        "KAP1080",
        "A join cannot look from -11 ms before a record to 10 ms after it: that is no time at all. Give JoinWindows " +
        "a difference of zero or more, and let Before and After be zero together at least.",
        () => JoinWindows.OfTimeDifferenceWithNoGrace(Ten).Before(TimeSpan.FromMilliseconds(-11)));

    [Fact]
    public void A_negative_grace_is_refused() => Refuses(
        "KAP1061",
        "A window cannot have a grace of -1 ms: zero, or how much later than its end a record may come.",
        () => JoinWindows.OfTimeDifferenceAndGrace(Ten, TimeSpan.FromMilliseconds(-1)));

    [Fact]
    public void Before_may_lie_behind_the_record_and_after_before_it()
    {
        JoinWindows windows = JoinWindows.OfTimeDifferenceAndGrace(Ten, Ten).Before(TimeSpan.FromMilliseconds(-10));

        Assert.Equal((-10, 10, 10), (windows.BeforeMs, windows.AfterMs, windows.GraceMs));
    }

    [Fact]
    public void A_join_with_a_window_of_zero_and_no_grace_is_warned_of()
    {
        Assert.Equal(
            "The operator 'in.join' joins nothing: its window and its grace are both zero, so that no record is kept " +
            "for another one. Give JoinWindows a difference, or a grace if only records of one timestamp are to join " +
            "(KAP1081)",
            Assert.Single(Joined(TimeSpan.Zero, TimeSpan.Zero).Warnings));
        Assert.Empty(Joined(TimeSpan.Zero, Ten).Warnings);
    }

    private static Topology Joined(TimeSpan difference, TimeSpan grace)
    {
        var builder = new StreamBuilder();
        builder.Stream<string, string>("in").Join(
            builder.Stream<string, string>("other"), (left, right) => left + right,
            JoinWindows.OfTimeDifferenceAndGrace(difference, grace)).To("out");
        return builder.Build("joins");
    }

    private static void Refuses(string code, string message, Action describe)
    {
        KappaException error = Assert.Throws<KappaException>(describe);

        Assert.Equal((code, $"{message} [{code}, exit 78]"), (error.Code, $"{error.Message} [{code}, exit 78]"));
    }
}
