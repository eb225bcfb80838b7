using Kappa.Graph;

namespace Kappa.Topologies.Tests;

public sealed class GlobalTablesTests
{
    [Fact]
    public void Streams_of_different_tasks_read_one_global_table_and_stay_apart()
    {
        Topology topology = Described.Build(builder =>
        {
            GlobalKTable<string, string> table = builder.GlobalTable<string, string>("table");
            builder.Stream<string, string>("a").Join(table, (_, value) => value, (value, row) => value + row)
                .To("a-out");
            builder.Stream<string, string>("b").LeftJoin(table, (key, _) => key, (value, row) => value + row)
                .SelectKey((_, value) => value).GroupByKey().Count();
        });

        Assert.Equal(
            ["a", "b", "table", "b-count.repartition"],
            topology.Graph.Subtopologies.Select(part => Assert.Single(part.Inputs).Name));
        Assert.Equal(["table"], topology.Graph.Subtopologies[0].Globals.Names());
        Assert.Equal(["a.table"], topology.Graph.Subtopologies[0].Stores.Select(store => store.Name));
        Assert.Empty(topology.Graph.Subtopologies[2].Globals);
        Assert.False(Assert.Single(topology.Graph.Subtopologies[2].Stores).IsInternal);
    }

    [Fact]
    public void Two_joins_in_one_task_read_one_copy()
    {
        Topology topology = Described.Build(builder =>
        {
            GlobalKTable<string, string> table = builder.GlobalTable<string, string>("table");
            builder.Stream<string, string>("a").Join(table, (_, value) => value, (value, row) => value + row)
                .Join(table, (key, _) => key, (value, row) => value + row).To("a-out");
        });

        Assert.Equal("a.table", Assert.Single(topology.Graph.Subtopologies[0].Stores).Name);
    }

    [Fact]
    public void A_new_key_needs_no_exchange_before_a_global_table()
    {
        Topology topology = Described.Build(builder => builder
            .Stream<string, string>("a").SelectKey((_, value) => value)
            .Join(builder.GlobalTable<string, string>("table"), (key, _) => key, (value, row) => value + row)
            .To("out"));

        Assert.DoesNotContain(topology.Graph.Nodes, node => node is IExchangeNode);
    }

    [Fact]
    public void A_topic_that_is_a_global_table_is_no_other_table_and_no_output()
    {
        KappaException other = Assert.Throws<KappaException>(() => Described.Build(builder =>
        {
            builder.GlobalTable<string, string>("table");
            builder.Table<string, string>("table");
        }));
        KappaException output = Assert.Throws<KappaException>(() => Described.Build(builder =>
        {
            builder.GlobalTable<string, string>("table");
            builder.Stream<string, string>("in").To("table");
        }));
        KappaException serdes = Assert.Throws<KappaException>(() => Described.Build(builder =>
        {
            builder.GlobalTable<string, string>("table");
            builder.GlobalTable<string, long>("table");
        }));

        Assert.Equal(["KAP1009", "KAP1011", "KAP1010"], [other.Code, output.Code, serdes.Code]);
    }

    [Fact]
    public void A_global_table_of_another_builder_is_refused()
    {
        GlobalKTable<string, string> strange = new StreamBuilder().GlobalTable<string, string>("strange");

        KappaException error = Assert.Throws<KappaException>(() => Described.Build(builder => builder
            .Stream<string, string>("in").Join(strange, (key, _) => key, (value, row) => value + row)));

        Assert.Equal("KAP1013", error.Code);
    }
}
