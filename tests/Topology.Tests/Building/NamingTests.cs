using Kappa.Graph;

namespace Kappa.Topologies.Tests;

public sealed class NamingTests
{
    [Fact]
    public void Operators_are_named_for_what_they_work_on_and_what_they_do()
    {
        Topology topology = Described.Build(builder => builder
            .Stream<string, string>("flights").Filter((_, _) => true).MapValues(value => value).To("out"));

        Assert.Equal(
            ["flights", "flights.filter", "flights.filter.map-values", "out"], topology.Graph.Nodes.Names());
    }

    [Fact]
    public void Siblings_of_a_kind_are_numbered_in_the_order_they_were_attached()
    {
        Topology topology = Described.Build(builder =>
        {
            KStream<string, string> flights = builder.Stream<string, string>("flights");
            flights.Filter((_, _) => true).To("first");
            flights.Filter((_, _) => false).To("second");
        });

        Assert.Equal(
            ["flights", "flights.filter", "first", "flights.filter-2", "second"], topology.Graph.Nodes.Names());
    }

    [Fact]
    public void Inserting_a_filter_renames_no_store_and_no_exchange()
    {
        static void Rest(KStream<string, string> flights, KTable<string, string> airports)
        {
            KStream<string, string> moved = flights.SelectKey((_, value) => value);
            moved.GroupByKey().Count();
            moved.GroupByKey(Grouped.As("by-value")).Aggregate(() => "", (_, value, _) => value);
            moved.Join(airports.MapValues(value => value), (value, _) => value).To("out");
        }

        Topology before = Described.Build(builder =>
            Rest(builder.Stream<string, string>("flights"), builder.Table<string, string>("airports")));
        Topology after = Described.Build(builder => Rest(
            builder.Stream<string, string>("flights").Filter((_, _) => true),
            builder.Table<string, string>("airports")));

        Assert.Equal(before.Stores(), after.Stores());
        Assert.Equal(before.Exchanges(), after.Exchanges());
        Assert.Equal(
            ["airports", "airports-map-values", "flights-by-value-aggregate", "flights-count"], after.Stores());
        Assert.Equal(
            ["by-value.repartition", "flights-airports-map-values-join.repartition", "flights-count.repartition"],
            after.Exchanges());
    }

    [Theory]
    [InlineData("Flights.Raw_2001", "flights-raw-2001")]
    [InlineData("2001", "x-2001")]
    [InlineData("a", "a")]
    public void Store_of_a_table_is_named_for_its_topic(string topic, string expected)
    {
        Topology topology = Described.Build(builder => builder.Table<string, string>(topic));

        Assert.Equal([expected], topology.Stores());
    }

    [Fact]
    public void Long_topics_with_one_beginning_give_two_stores_of_64_letters()
    {
        string beginning = new('t', 100);

        Topology topology = Described.Build(builder =>
        {
            builder.Table<string, string>(beginning + "1");
            builder.Table<string, string>(beginning + "2");
        });

        Assert.Equal(2, topology.Stores().Distinct().Count());
        Assert.All(topology.Stores(), store => Assert.Equal(64, store.Length));
    }

    [Fact]
    public void Exchange_is_named_by_Grouped_else_for_the_store()
    {
        Topology topology = Described.Build(builder =>
        {
            KStream<string, string> stream = builder.Stream<string, string>("in");
            stream.GroupBy((_, value) => value, Grouped.As("by-value")).Count();
            stream.GroupBy((_, value) => value).Count(Materialized.As("totals"));
        });

        Assert.Equal(["by-value.repartition", "totals.repartition"], topology.Exchanges());
    }

    [Fact]
    public void Results_of_one_named_group_share_its_exchange()
    {
        Topology topology = Described.Build(builder =>
        {
            KGroupedStream<string, string> group =
                builder.Stream<string, string>("in").GroupBy((_, value) => value, Grouped.As("by-value"));
            group.Count();
            group.Aggregate(() => "", (_, value, _) => value);
        });

        Assert.Equal(["by-value.repartition"], topology.Exchanges());
        Assert.Equal(["in-by-value-aggregate", "in-by-value-count"], topology.Stores());
    }

    [Fact]
    public void Topic_named_like_an_operator_moves_the_operator_not_the_topic()
    {
        Topology topology = Described.Build(builder =>
        {
            builder.Stream<string, string>("in.filter").To("other");
            builder.Stream<string, string>("in").Filter((_, _) => true).To("out");
        });

        Node filter = Assert.Single(topology.Graph.Nodes.OfType<FilterNode<string, string>>());
        Assert.Equal("in.filter-2", filter.Name);
    }
}
