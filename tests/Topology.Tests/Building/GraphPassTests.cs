using Kappa.Building;
using Kappa.Graph;

namespace Kappa.Topologies.Tests;

/// <summary>What operators need of those before them is found from their traits, once for all.</summary>
public sealed class GraphPassTests
{
    [Fact]
    public void Old_values_are_asked_for_by_joins_of_tables_through_what_passes_them_on()
    {
        Topology topology = Described.Build(builder =>
        {
            KTable<string, string> mapped = builder.Table<string, string>("left").MapValues(value => value);
            mapped.Filter((_, _) => true).Join(builder.Table<string, string>("right"), (left, _) => left)
                .MapValues(value => value).ToStream().To("out");
            mapped.Filter((_, _) => false).ToStream().To("others");
        });

        Assert.Equal(
            ["left", "left.map-values", "left.map-values.filter", "right"],
            topology.Graph.OldValues.Names().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Values_are_of_no_use_where_all_that_reads_them_counts_also_behind_an_exchange()
    {
        Topology topology = Described.Build(builder =>
        {
            builder.Stream<string, string>("counted").GroupByKey().Count();
            builder.Stream<string, string>("moved").GroupBy((key, _) => key).Count();
            builder.Stream<string, string>("copied").To("copy");
        });

        Assert.Equal(
            ["copied", "copy", "moved", "moved.select-key"], Users(topology, _ => false));
        Assert.Equal(["moved", "moved.select-key"], Users(topology, sink => sink.Topic == "copy"));
    }

    [Fact]
    public void Records_lie_elsewhere_from_a_new_key_on_until_an_exchange()
    {
        Topology topology = Described.Build(builder =>
        {
            KTable<string, string> table = builder.Table<string, string>("table");
            builder.Stream<string, string>("in").MapValues(value => value).SelectKey((_, value) => value)
                .Filter((_, _) => true).Join(table, (value, _) => value).MapValues(value => value).To("out");
        });
        var keys = new KeyOwnerPass();

        Assert.Equal(
            ["in.map-values.select-key", "in.map-values.select-key.filter"],
            topology.Graph.Nodes.Where(keys.IsAway).Names().Except(["out"]));
    }

    [Fact]
    public void A_table_that_two_joins_wish_to_read_gets_one_store_and_one_that_nobody_reads_none()
    {
        Topology topology = Described.Build(builder =>
        {
            KTable<string, string> mapped = builder.Table<string, string>("left").MapValues(value => value);
            KTable<string, string> right = builder.Table<string, string>("right");
            mapped.Join(right, (left, _) => left);
            mapped.LeftJoin(right, (left, _) => left).Filter((_, _) => true);
        });

        Assert.Equal(["left", "left-map-values", "right"], topology.Stores());
    }

    [Fact]
    public void A_topology_that_was_built_links_no_operator_again()
    {
        Node node = Described.Build(builder => builder.Stream<string, string>("in")).Graph.Nodes[0];

        Assert.Throws<InvalidOperationException>(() => node.Link([], null));
    }

    private static IEnumerable<string> Users(Topology topology, Func<ISinkNode, bool> isMuted) =>
        ValueUsePass.Of(topology.Graph.Nodes, isMuted).Names().Order(StringComparer.Ordinal);
}
