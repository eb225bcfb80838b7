namespace Kappa.Topologies.Tests;

/// <summary>Times of records' own, duplicates, and windows that never end: names, and what is refused.</summary>
public sealed class TimesTests
{
    private const StringComparison Exactly = StringComparison.Ordinal;

    [Fact]
    public void A_topic_that_is_read_with_times_found_in_two_ways_is_refused()
    {
        KappaException error = Described.Error(builder =>
        {
            builder.Stream<string, string>("in");
            builder.Stream("in", Consumed.WithTimestampExtractor<string, string>((_, _, ms) => ms));
        });

        Assert.Equal("KAP1043", error.Code);
        Assert.Contains("the same Consumed", error.Message, Exactly);
    }

    [Fact]
    public void A_topic_that_is_read_twice_with_one_Consumed_is_one_stream()
    {
        Consumed<string, string> times = Consumed.WithTimestampExtractor<string, string>((_, _, ms) => ms);
        Topology topology = Described.Build(builder =>
        {
            builder.Stream("in", times).To("one");
            builder.Stream("in", times).To("two");
        });

        Assert.Equal(["in", "one", "two"], topology.Graph.Nodes.Names());
        Assert.Contains("timestamps = own, invalid-timestamps = fail", topology.Describe(), Exactly);
    }

    [Fact]
    public void Captured_changes_have_the_times_of_the_database()
    {
        KappaException error = Described.Error(builder => builder.DebeziumTable(
            "in", consumed: Consumed.WithTimestampExtractor<string, string>((_, _, ms) => ms)));

        Assert.Equal("KAP1044", error.Code);
        Assert.Contains("Leave it out of Consumed", error.Message, Exactly);
    }

    [Fact]
    public void Duplicates_of_a_changed_key_are_dropped_behind_an_exchange_and_leave_the_key_where_it_is()
    {
        Topology topology = Described.Build(builder => builder.Stream<string, string>("in")
            .SelectKey((_, value) => value).DropDuplicates(TimeSpan.FromMinutes(1)).GroupByKey().Count());

        Assert.Equal(["in-drop-duplicates.repartition"], topology.Exchanges());
        Assert.Equal(["in-count", "in-drop-duplicates"], topology.Stores());
    }

    [Fact]
    public void Duplicates_less_than_no_time_apart_are_refused()
    {
        KappaException error = Described.Error(builder => builder.Stream<string, string>("in")
            .DropDuplicates(TimeSpan.FromMilliseconds(-1)));

        Assert.Equal("KAP1088", error.Code);
        Assert.Contains("-1 ms apart", error.Message, Exactly);
    }

    [Fact]
    public void Duplicates_are_not_dropped_by_versions() => Assert.Equal("KAP1093", Described.Error(
        builder => builder.Stream<string, string>("in").DropDuplicates(
            TimeSpan.FromMinutes(1), Materialized.AsVersioned("seen", TimeSpan.FromMinutes(1)))).Code);

    [Fact]
    public void Duplicates_dropped_behind_a_table_are_a_warning() => Assert.Contains(
        "KAP1022", Assert.Single(Described.Build(builder => builder.Table<string, string>("in").ToStream()
            .DropDuplicates(TimeSpan.FromMinutes(1)).To("out")).Warnings), Exactly);

    [Fact]
    public void What_never_closes_cannot_go_on_when_it_does()
    {
        KappaException emitted = Described.Error(builder => builder.Stream<string, string>("in").GroupByKey()
            .WindowedBy(UnlimitedWindows.Of()).WithEmitStrategy(EmitStrategy.OnWindowClose).Count());
        KappaException held = Described.Error(builder => builder.Stream<string, string>("in").GroupByKey()
            .WindowedBy(UnlimitedWindows.Of()).Count()
            .Suppress(Suppressed.UntilWindowCloses(BufferConfig.Unbounded())));

        Assert.Equal(("KAP1087", "KAP1087"), (emitted.Code, held.Code));
        Assert.Contains("Suppressed.UntilTimeLimit", held.Message, Exactly);
    }

    [Fact]
    public void A_window_of_all_time_does_not_begin_before_1970() => Assert.Throws<ArgumentOutOfRangeException>(
        () => UnlimitedWindows.StartOn(DateTimeOffset.UnixEpoch.AddMilliseconds(-1)));
}
