using Kappa.Graph;

namespace Kappa.Topologies.Tests;

public sealed class ExchangeTests
{
    [Fact]
    public void Grouping_by_the_key_that_is_there_needs_no_exchange()
    {
        Topology topology = Described.Build(builder => builder
            .Stream<string, string>("in").Filter((_, _) => true).MapValues(value => value).GroupByKey().Count());

        Assert.Empty(topology.Exchanges());
    }

    [Fact]
    public void Changed_key_that_nothing_needs_brings_no_exchange()
    {
        Topology topology = Described.Build(builder => builder
            .Stream<string, string>("in").SelectKey((_, value) => value).MapValues(value => value).To("out"));

        Assert.Empty(topology.Exchanges());
    }

    [Fact]
    public void Changed_key_brings_an_exchange_before_a_group_even_after_other_steps()
    {
        Topology topology = Described.Build(builder => builder
            .Stream<string, string>("in").SelectKey((_, value) => value).MapValues(value => value)
            .GroupByKey().Count(Materialized.As("counts")));

        Assert.Equal(
            ["in", "in.select-key", "in.select-key.map-values", "counts.repartition"],
            topology.Graph.Subtopologies[0].Nodes.Names());
        Assert.Equal(["counts.count"], topology.Graph.Subtopologies[1].Nodes.Names());
        Assert.Equal(["counts.repartition"], topology.Graph.Subtopologies[1].Inputs.Names());
    }

    [Fact]
    public void Changed_key_brings_an_exchange_before_a_join_with_a_table()
    {
        Topology topology = Described.Build(builder => builder
            .Stream<string, string>("in").SelectKey((_, value) => value)
            .Join(builder.Table<string, string>("table"), (value, row) => value + row)
            .To("out"));

        Assert.Equal(["in-table-join.repartition", "table"], topology.Graph.Subtopologies[1].Inputs.Names());
        Assert.Equal(1, topology.Graph.Subtopologies[1].Phase);
    }

    [Fact]
    public void Stream_that_went_through_an_exchange_needs_no_second_one()
    {
        Topology topology = Described.Build(builder =>
        {
            KTable<string, string> table = builder.Table<string, string>("table");
            builder.Stream<string, string>("in").SelectKey((_, value) => value)
                .Join(table, (value, row) => value + row, Joined.As("by-value"))
                .GroupByKey().Count();
        });

        Assert.Equal(["by-value.repartition"], topology.Exchanges());
    }

    [Fact]
    public void Exchange_writes_with_the_serdes_of_the_group()
    {
        Topology topology = Described.Build(builder => builder
            .Stream<string, string>("in")
            .GroupBy((_, value) => value.Length, Grouped.With(Serdes.Json<int>(), Serdes.Json<string>()))
            .Count());

        ExchangeNode<int, string> exchange = Assert.Single(topology.Graph.Nodes.OfType<ExchangeNode<int, string>>());
        Assert.Equal(("json(int)", "json(string)"), (exchange.KeySerde.Name, exchange.ValueSerde.Name));
    }
}
