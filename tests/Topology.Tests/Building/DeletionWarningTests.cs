namespace Kappa.Topologies.Tests;

/// <summary>What may lose or make up a deletion on its way from a table to a topic is said when it is built.</summary>
public sealed class DeletionWarningTests
{
    private const StringComparison Exactly = StringComparison.Ordinal;

    [Fact]
    public void A_filter_behind_ToStream_is_named_with_the_one_of_the_table()
    {
        string warning = Assert.Single(Warnings(builder => builder
            .Table<string, long>("in").ToStream().Filter((_, value) => value > 0).To("out")));

        Assert.Contains("'in.to-stream.filter'", warning, Exactly);
        Assert.Contains("To(\"out\")", warning, Exactly);
        Assert.Contains("KTable.Filter", warning, Exactly);
        Assert.Contains("KAP1022", warning, Exactly);
    }

    [Fact]
    public void MapValues_behind_ToStream_is_named_where_its_function_would_see_null()
    {
        string warning = Assert.Single(Warnings(builder => builder
            .Table<string, string>("in").ToStream().MapValues(value => value.Length).To("out")));

        Assert.Contains("'in.to-stream.map-values'", warning, Exactly);
        Assert.Contains("KTable.MapValues", warning, Exactly);
        Assert.Single(Warnings(builder => builder
            .Table<string, long?>("in").ToStream().MapValues(value => value ?? 0).To("out")));
        Assert.Empty(Warnings(builder => builder
            .Table<string, long>("in").ToStream().MapValues(value => $"{value}").To("out")));
    }

    [Fact]
    public void Joins_and_new_keys_behind_ToStream_are_named_where_a_deletion_would_not_come_through_as_it_is()
    {
        Assert.Contains("KTable.Join", Assert.Single(Warnings(builder => builder
            .Table<string, long>("in").ToStream()
            .Join(builder.Table<string, long>("other"), (left, right) => left + right).To("out"))), Exactly);
        Assert.Contains("read the values as long?", Assert.Single(Warnings(builder => builder
            .Table<string, long>("in").ToStream().SelectKey((_, value) => value).To("out"))), Exactly);
        Assert.Empty(Warnings(builder => builder
            .Table<string, string>("in").ToStream().SelectKey((key, _) => key).To("out")));
    }

    [Fact]
    public void Where_no_row_ever_leaves_there_is_nothing_to_say_of_keys_and_values()
    {
        TimeWindows hours = TimeWindows.OfSizeWithNoGrace(TimeSpan.FromHours(1));
        SessionWindows visits = SessionWindows.OfInactivityGapWithNoGrace(TimeSpan.FromHours(1));
        static KGroupedStream<string, string> In(StreamBuilder builder) =>
            builder.Stream<string, string>("in").GroupByKey();

        Assert.Empty(Warnings(builder => In(builder).Count().ToStream().SelectKey((_, count) => count).To("out")));
        Assert.Empty(Warnings(builder => In(builder)
            .WindowedBy(hours).Count().ToStream().Map((hour, count) => (hour.Key, count)).To("out")));
        Assert.Empty(Warnings(builder => In(builder).WindowedBy(visits).Count()
            .Suppress(Suppressed.UntilWindowCloses(BufferConfig.Unbounded()))
            .ToStream().SelectKey((visit, _) => visit.Key).To("out")));
        Assert.Single(Warnings(builder => In(builder)
            .WindowedBy(visits).Count().ToStream().SelectKey((visit, _) => visit.Key).To("out")));
        Assert.Single(Warnings(builder => In(builder).Count().ToStream().Filter((_, count) => count < 5).To("out")));
    }

    [Fact]
    public void Each_operator_on_the_way_is_named_with_the_topics_behind_it()
    {
        IReadOnlyList<string> warnings = Warnings(builder =>
        {
            KStream<string, string> updates = builder.Table<string, string>("in").ToStream().Filter((_, _) => true);
            updates.To("all");
            updates.SelectKey((_, value) => value)
                .Join(builder.Table<string, string>("other"), (left, right) => left + right).To("joined");
        });

        Assert.Equal(2, warnings.Count);
        Assert.Contains("To(\"all\"), To(\"joined\")", warnings[0], Exactly);
        Assert.Contains("join", warnings[1], Exactly);
    }

    [Fact]
    public void Operators_of_tables_of_streams_and_before_totals_are_none_to_warn_of()
    {
        Assert.Empty(Warnings(builder =>
        {
            builder.Table<string, string>("in").Filter((_, _) => true).MapValues(value => value).ToStream().To("out");
            builder.Stream<string, string>("events").Filter((_, _) => true).MapValues(value => value).To("events-out");
            builder.Table<string, string>("more").ToStream().Filter((_, value) => value is not null)
                .GroupByKey().Count().ToStream().To("counts");
            builder.Table<string, string>("unused").ToStream().Filter((_, _) => true);
        }));
    }

    private static IReadOnlyList<string> Warnings(Action<StreamBuilder> describe) => Described.Build(describe).Warnings;
}
