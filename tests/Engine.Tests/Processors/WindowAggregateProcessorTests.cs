namespace Kappa.Engine.Tests;

/// <summary>Folding by windows, case by case (semantics.md 2.2, 2.6).</summary>
public sealed class WindowAggregateProcessorTests
{
    private static readonly TimeWindows Tumbling =
        TimeWindows.OfSizeAndGrace(TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(5));

    [Fact]
    public void A_record_counts_in_the_window_that_begins_with_it_and_not_in_the_one_that_ends_there() =>
        Assert.Equal("a@0/10=x@9 a@10/20=y@10", Updates(Tumbling).Pipe("a=x@9 a=y@10"));

    [Fact]
    public void A_record_is_in_each_window_that_overlaps_its_time() => Assert.Equal(
        "a@0/10=x@7 a@5/15=x@7", Updates(Tumbling.AdvanceBy(TimeSpan.FromMilliseconds(5))).Pipe("a=x@7"));

    [Fact]
    public void A_late_record_counts_until_its_windows_grace_has_passed_and_its_total_keeps_the_later_time() =>
        Assert.Equal(
            "a@0/10=x@9 a@10/20=y@14 a@0/10=x,late@9",
            Updates(Tumbling).Pipe("a=x@9 a=y@14 a=late@8"));

    [Fact]
    public void A_record_that_comes_after_that_is_dropped() =>
        Assert.Equal("a@0/10=x@9 a@10/20=y@15", Updates(Tumbling).Pipe("a=x@9 a=y@15 a=late@8"));

    [Fact]
    public void The_time_of_another_key_makes_a_record_late() =>
        Assert.Equal("b@10/20=y@15", Updates(Tumbling).Pipe("b=y@15 a=late@8"));

    [Fact]
    public void A_record_without_a_key_is_dropped_and_moves_no_time() =>
        Assert.Equal("a@0/10=x@8", Updates(Tumbling).Pipe("-=y@100 a=x@8"));

    [Fact]
    public void A_record_without_a_value_is_folded_like_others() =>
        Assert.Equal("a@0/10=nothing@3", Updates(Tumbling).Pipe("a=-@3"));

    [Fact]
    public void Equal_timestamps_count_each() =>
        Assert.Equal("a@0/10=x@3 a@0/10=x,y@3", Updates(Tumbling).Pipe("a=x@3 a=y@3"));

    [Fact]
    public void A_window_goes_on_once_when_it_closes_by_start_and_then_by_key() => Assert.Equal(
        "b@0/10=x,z@4 c@0/10=w@9 a@10/20=y@10",
        Closes(Tumbling).Pipe("b=x@3 a=y@10 b=z@4 c=w@9 d=v@31"));

    [Fact]
    public void A_window_closes_with_the_record_that_reaches_its_end_and_grace_and_not_before()
    {
        ProcessorHarness closes = Closes(Tumbling);

        Assert.Equal("", closes.Pipe("a=x@3 a=y@14"));
        Assert.Equal("a@0/10=x@3", closes.Pipe("a=z@15"));
    }

    [Fact]
    public void Windows_that_close_in_a_gap_longer_than_their_retention_go_on() =>
        Assert.Equal("a@0/10=x@3 b@10/20=y@12", Closes(Tumbling).Pipe("a=x@3 b=y@12 c=z@100000"));

    [Fact]
    public void Windows_that_overlap_by_hundreds_do_not_pile_up_behind_what_a_record_deletes()
    {
        TimeWindows windows = TimeWindows.OfSizeWithNoGrace(TimeSpan.FromMilliseconds(500))
            .AdvanceBy(TimeSpan.FromMilliseconds(1));
        ProcessorHarness updates = Updates(windows);
        for (int record = 1; record <= 40; record++)
        {
            updates.Pipe("in", "a", "x", record * 1_000);
        }

        Assert.InRange(updates.WindowRows(), 1, 1_000);
    }

    private static ProcessorHarness Updates(TimeWindows windows) => Of(windows, EmitStrategy.OnWindowUpdate);

    private static ProcessorHarness Closes(TimeWindows windows) => Of(windows, EmitStrategy.OnWindowClose);

    private static ProcessorHarness Of(TimeWindows windows, EmitStrategy emit)
    {
        var builder = new StreamBuilder();
        builder.Stream<string, string>("in").GroupByKey().WindowedBy(windows).WithEmitStrategy(emit)
            .Aggregate(() => "", (_, value, total) => $"{total}{(total.Length == 0 ? "" : ",")}{value ?? "nothing"}")
            .ToStream().SelectKey((windowed, _) => windowed.ToString()).To("out");
        return new ProcessorHarness(builder.Build("windows"));
    }
}
