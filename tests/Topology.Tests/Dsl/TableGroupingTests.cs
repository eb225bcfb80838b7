using Kappa.Graph;

namespace Kappa.Topologies.Tests;

public sealed class TableGroupingTests
{
    [Fact]
    public void Groups_of_a_table_are_folded_behind_an_exchange_that_is_named_for_the_store()
    {
        Topology topology = Described.Build(builder => builder
            .Table<string, string>("in").GroupBy((key, value) => (value, key)).Count(Materialized.As("by-value"))
            .ToStream().To("out"));

        Assert.Equal(["by-value", "in"], topology.Stores());
        Assert.Equal(
            ["in", "in.group-by", "by-value.repartition", "by-value.count", "by-value.to-stream", "out"],
            topology.Graph.Nodes.Select(node => node.Name));
        Assert.Equal(OutputKind.Table, Assert.Single(topology.Graph.Sinks).Output);
    }

    [Fact]
    public void Stores_without_a_name_are_named_for_the_table_and_what_folds_it()
    {
        Topology topology = Described.Build(builder =>
        {
            KTable<string, string> table = builder.Table<string, string>("in");
            table.GroupBy((key, value) => (value, key)).Count();
            table.GroupBy((key, value) => (value, key)).Reduce((total, _) => total, (total, _) => total);
            table.GroupBy((key, value) => (value, key))
                .Aggregate(() => 0, (_, _, total) => total + 1, (_, _, total) => total - 1);
        });

        Assert.Equal(["in", "in-aggregate", "in-count", "in-reduce"], topology.Stores());
    }

    [Fact]
    public void A_group_with_a_name_has_one_exchange_for_all_that_folds_it()
    {
        Topology topology = Described.Build(builder =>
        {
            KGroupedTable<string, string> grouped = builder.Table<string, string>("in")
                .GroupBy((key, value) => (value, key), Grouped.As("by-value"));
            grouped.Count();
            grouped.Reduce((total, _) => total, (total, _) => total);
        });

        Assert.Equal(
            "by-value.repartition",
            Assert.Single(topology.Graph.Nodes, node => node is IExchangeNode).Name);
    }

    [Fact]
    public void What_is_grouped_is_asked_for_what_its_rows_were()
    {
        Topology topology = Described.Build(builder => builder
            .Table<string, string>("in").MapValues(value => value).GroupBy((key, value) => (value, key)).Count());

        Assert.Equal(["in", "in.map-values"], topology.Graph.OldValues.Names().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_stream_becomes_a_table_where_its_key_is_owned()
    {
        Topology topology = Described.Build(builder =>
        {
            builder.Stream<string, string>("in").ToTable().ToStream().To("out");
            builder.Stream<string, string>("other").SelectKey((_, value) => value).ToTable(Materialized.As("moved"));
        });

        Assert.Equal(["in-to-table", "moved"], topology.Stores());
        Assert.Equal(
            "moved.repartition", Assert.Single(topology.Graph.Nodes, node => node is IExchangeNode).Name);
        Assert.Equal(OutputKind.Table, Assert.Single(topology.Graph.Sinks).Output);
    }

    [Fact]
    public void A_filter_asks_what_rows_were_where_that_is_known_without_asking()
    {
        Topology topology = Described.Build(builder =>
        {
            builder.Table<string, string>("unnamed").Filter((_, _) => true).ToStream().To("a");
            builder.Table<string, string>("named", materialized: Materialized.As("rows"))
                .Filter((_, _) => true).ToStream().To("b");
            builder.Stream<string, string>("in").GroupByKey().Count().Filter((_, _) => true).ToStream().To("c");
        });

        Assert.Equal(
            ["in-count.count", "in-count.filter", "named", "named.filter"],
            topology.Graph.OldValues.Names().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Two_folds_of_one_name_are_refused()
    {
        KappaException error = Assert.Throws<KappaException>(() => Described.Build(builder =>
        {
            KTable<string, string> table = builder.Table<string, string>("in");
            table.GroupBy((key, value) => (value, key)).Count(Materialized.As("twice"));
            table.GroupBy((key, value) => (value, key)).Count(Materialized.As("twice"));
        }));

        Assert.Equal("KAP1006", error.Code);
    }

    [Fact]
    public void What_goes_to_a_group_is_read_back_as_it_was_written()
    {
        var serde = new GroupChangeSerde<string>(Serdes.String);
        foreach (GroupChange<string> change in new GroupChange<string>[]
        {
            new("new", true, "old", true), new("", true, null, false), new(null, false, "", true),
        })
        {
            var bytes = new System.Buffers.ArrayBufferWriter<byte>();
            serde.Serialize(change, bytes);

            Assert.Equal(change, serde.Deserialize(bytes.WrittenSpan));
        }
    }
}
