using Kappa.Graph;

namespace Kappa.Topologies.Tests;

public sealed class TableTests
{
    [Fact]
    public void Table_operators_without_Materialized_keep_no_store()
    {
        Topology topology = Described.Build(builder => builder
            .Table<string, string>("in").Filter((_, _) => true).MapValues(value => value).ToStream().To("out"));

        Assert.Equal(["in"], topology.Stores());
    }

    [Fact]
    public void Join_gives_stores_to_both_sides_and_reads_them()
    {
        Topology topology = Described.Build(builder => builder
            .Table<string, string>("left").Filter((_, _) => true)
            .Join(
                builder.Table<string, string>("right").MapValues(value => value.Length), (left, right) => left + right)
            .ToStream().To("out"));

        TableTableJoinNode<string, string, int, string> join =
            Assert.Single(topology.Graph.Nodes.OfType<TableTableJoinNode<string, string, int, string>>());
        Assert.Equal(["left", "left-filter", "right", "right-map-values"], topology.Stores());
        Assert.Same(Assert.Single(join.Parents[0].Stores), join.LeftStore);
        Assert.Same(Assert.Single(join.Parents[1].Stores), join.RightStore);
        Assert.Null(join.Result);
    }

    [Fact]
    public void Result_of_a_join_that_is_joined_again_gets_a_store()
    {
        Topology topology = Described.Build(builder =>
        {
            KTable<string, string> third = builder.Table<string, string>("c");
            builder.Table<string, string>("a")
                .LeftJoin(builder.Table<string, string>("b"), (a, b) => a + b)
                .LeftJoin(third, (ab, c) => ab + c)
                .ToStream().To("out");
        });

        Assert.Equal(["a", "a-b-left-join", "b", "c"], topology.Stores());
    }

    [Fact]
    public void Table_that_two_joins_read_has_one_store()
    {
        Topology topology = Described.Build(builder =>
        {
            KTable<string, string> shared = builder.Table<string, string>("shared").MapValues(value => value);
            builder.Stream<string, string>("a").Join(shared, (a, row) => a + row).To("a-out");
            builder.Stream<string, string>("b").LeftJoin(shared, (b, row) => b + row).To("b-out");
        });

        Assert.Equal(["shared", "shared-map-values"], topology.Stores());
        Assert.Single(topology.Graph.Subtopologies);
    }

    [Fact]
    public void Table_can_be_joined_with_itself()
    {
        Topology topology = Described.Build(builder =>
        {
            KTable<string, string> table = builder.Table<string, string>("in");
            table.Join(table, (left, right) => left + right).ToStream().To("out");
        });

        Assert.Equal(["in", "in.join", "in.join.to-stream", "out"], topology.Graph.Nodes.Names());
    }

    [Fact]
    public void Materialized_brings_name_and_serdes_of_the_store()
    {
        Materialized materialized = Materialized.As("rows")
            .WithKeySerde(Serdes.Json<string>()).WithValueSerde(Serdes.Json<int>());

        Topology topology = Described.Build(builder =>
            builder.Table<string, string>("in").MapValues(value => value.Length, materialized));

        StoreSpec store = Assert.Single(
            topology.Graph.Nodes.OfType<TableMapValuesNode<string, string, int>>()).Result!;
        Assert.Equal(("rows", "json(string)", "json(int)"), (store.Name, store.KeySerdeName, store.ValueSerdeName));
    }

    [Fact]
    public void Joiner_of_values_gets_left_and_right()
    {
        Topology topology = Described.Build(builder => builder
            .Table<string, string>("left")
            .LeftJoin(builder.Table<string, string>("right"), (left, right) => $"{left}/{right ?? "none"}"));

        TableTableJoinNode<string, string, string, string> join = Assert.Single(
            topology.Graph.Nodes.OfType<TableTableJoinNode<string, string, string, string>>());
        Assert.Equal("a/none", join.Joiner("key", "a", null));
        Assert.Equal("a/b", join.Joiner("key", "a", "b"));
    }
}
