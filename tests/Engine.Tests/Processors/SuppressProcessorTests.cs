namespace Kappa.Engine.Tests;

/// <summary>Rows that are held back, case by case (semantics.md 2.7).</summary>
public sealed class SuppressProcessorTests
{
    private static readonly TimeSpan Ten = TimeSpan.FromMilliseconds(10);

    [Fact]
    public void The_last_update_goes_on_when_the_first_one_has_waited_long_enough()
    {
        ProcessorHarness held = Counts(BufferConfig.Unbounded());

        Assert.Equal("", held.Pipe("a=x@5 a=y@6 a=z@14"));
        Assert.Equal("a=3@14", held.Pipe("b=x@15"));
        Assert.Equal("", held.Pipe("a=x@24"));
        Assert.Equal("b=1@15", held.Pipe("c=x@33"));
    }

    [Fact]
    public void Rows_that_wait_from_one_time_on_go_on_by_their_keys() =>
        Assert.Equal("a=1@5 ab=1@5 b=1@5", Counts(BufferConfig.Unbounded()).Pipe("b=x@5 ab=x@5 a=x@5 c=x@15"));

    [Fact]
    public void A_late_record_waits_from_its_own_time_on_and_may_go_on_at_once() =>
        Assert.Equal("a=1@5", Counts(BufferConfig.Unbounded()).Pipe("b=x@20 a=x@5"));

    [Fact]
    public void A_deletion_goes_on_like_a_row_also_where_the_row_before_it_never_did()
    {
        var builder = new StreamBuilder();
        builder.Table<string, string>("in").Suppress(Suppressed.UntilTimeLimit(Ten, BufferConfig.Unbounded()))
            .ToStream().To("out");

        Assert.Equal("a=-@6", new ProcessorHarness(builder.Build("held")).Pipe("a=x@5 a=-@6 b=x@15"));
    }

    [Fact]
    public void A_full_buffer_lets_the_first_rows_go() => Assert.Equal(
        "a=1@5 b=2@9", Counts(BufferConfig.MaxRecords(2)).Pipe("a=x@5 b=x@6 c=x@7 b=x@9 d=x@8"));

    [Fact]
    public void Its_bytes_are_those_of_keys_and_rows_and_eight_more() // Of a row here: a letter, a byte and a number.
    {
        Assert.Equal("", Counts(BufferConfig.MaxBytes(36)).Pipe("a=x@5 b=x@6 a=y@7"));
        Assert.Equal("a=2@7", Counts(BufferConfig.MaxBytes(35)).Pipe("a=x@5 a=y@7 b=x@6"));
        Assert.Equal("a=1@5 b=1@6", Counts(BufferConfig.MaxBytes(17)).Pipe("a=x@5 b=x@6"));
    }

    [Fact]
    public void A_full_buffer_that_lets_no_row_go_early_stops_the_version()
    {
        KappaException error = Assert.Throws<KappaException>(
            () => Counts(BufferConfig.MaxRecords(1).ShutDownWhenFull()).Pipe("a=x@5 b=x@6"));

        Assert.Equal("KAP5130", error.Code);
        Assert.Equal(
            "The operator 'counts.suppress' would hold back more than it may (2 of 1 rows): it stops, as " +
            "ShutDownWhenFull says. Allow for more in its BufferConfig, or let rows go early with " +
            "EmitEarlyWhenFull(), in a new version of the topology.",
            error.Message);
    }

    [Fact]
    public void Who_asks_what_a_row_was_is_told_what_it_saw_last()
    {
        var builder = new StreamBuilder();
        builder.Stream<string, string>("in").GroupByKey().Count(Materialized.As("counts"))
            .Suppress(Suppressed.UntilTimeLimit(Ten, BufferConfig.Unbounded()))
            .Filter((_, count) => count % 2 > 0, Materialized.As("odd"))
            .Join(builder.Table<string, string>("other"), (count, text) => $"{count}{text}").ToStream().To("out");

        // The count before the last one was odd, which nobody saw: no deletion follows it.
        Assert.Equal(
            "a=1!@5 a=-@24",
            new ProcessorHarness(builder.Build("held")).Pipe(
                "other:a=!@0 other:b=!@0 a=x@5 b=x@15 b=x@16 a=x@24 c=x@25 c=x@34"));
    }

    [Fact]
    public void A_window_that_joined_another_one_sends_nothing()
    {
        var builder = new StreamBuilder();
        builder.Stream<string, string>("in").GroupByKey()
            .WindowedBy(SessionWindows.OfInactivityGapWithNoGrace(Ten)).Count()
            .Suppress(Suppressed.UntilWindowCloses(BufferConfig.Unbounded()))
            .ToStream().SelectKey((windowed, _) => windowed.ToString()).To("out");

        Assert.Equal("a@5/20=3@20", new ProcessorHarness(builder.Build("held")).Pipe("a=x@5 a=x@12 a=x@20 b=x@40"));
    }

    private static ProcessorHarness Counts(BufferConfig config)
    {
        var builder = new StreamBuilder();
        builder.Stream<string, string>("in").GroupByKey().Count(Materialized.As("counts"))
            .Suppress(Suppressed.UntilTimeLimit(Ten, config)).ToStream().To("out");
        return new ProcessorHarness(builder.Build("held"));
    }
}
