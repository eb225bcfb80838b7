using Kappa.Graph;

namespace Kappa.Topologies.Tests;

/// <summary>How graphs are cut; the rules are those of protocols.md.</summary>
public sealed class SubtopologyTests
{
    [Fact]
    public void Rule_4_source_rank_is_the_order_of_names_so_that_inserting_a_Stream_call_reorders_nothing()
    {
        static void Declare(StreamBuilder builder, params string[] topics)
        {
            KTable<string, string> table = builder.Table<string, string>("m-table");
            foreach (string topic in topics)
            {
                builder.Stream<string, string>(topic).Join(table, (value, row) => value + row).To($"{topic}-out");
            }
        }

        Topology before = Described.Build(builder => Declare(builder, "z", "a"));
        Topology after = Described.Build(builder => Declare(builder, "b", "a", "z"));

        Assert.Equal(["a", "m-table", "z"], Assert.Single(before.Graph.Subtopologies).Inputs.Names());
        Assert.Equal(["a", "b", "m-table", "z"], Assert.Single(after.Graph.Subtopologies).Inputs.Names());
        Assert.Equal(["a", "b", "m-table", "z"], after.Graph.SourceTopics);
    }

    [Fact]
    public void Rule_10_a_task_has_one_phase_the_exchanges_on_its_longest_way()
    {
        Topology topology = Described.Build(builder =>
        {
            KTable<string, long> once = builder.Stream<string, string>("a")
                .GroupBy((_, value) => value).Count(Materialized.As("once"));
            KTable<string, long> twice = builder.Stream<string, string>("b")
                .GroupBy((_, value) => value).Count(Materialized.As("first")).ToStream()
                .GroupBy((_, count) => count.ToString(System.Globalization.CultureInfo.InvariantCulture))
                .Count(Materialized.As("twice"));
            once.Join(twice, (left, right) => left + right).ToStream().To("out");
        });

        Assert.Equal(
            [(0, 0, "a"), (1, 0, "b"), (2, 1, "first.repartition"), (3, 2, "once.repartition twice.repartition")],
            topology.Graph.Subtopologies.Select(
                part => (part.Id, part.Phase, string.Join(' ', part.Inputs.Names()))));
    }

    [Fact]
    public void Rule_10_coming_back_to_a_table_of_an_earlier_phase_is_refused_with_the_way_out()
    {
        KappaException error = Described.Error(builder =>
        {
            KTable<string, string> users = builder.Table<string, string>("users");
            builder.Stream<string, string>("clicks").Join(users, (click, user) => click + user)
                .GroupBy((_, click) => click).Count(Materialized.As("clicks"))
                .ToStream().MapValues(count => $"{count}").Join(users, (count, user) => count + user).To("out");
        });

        Assert.Equal("KAP1015", error.Code);
        Assert.Contains("'clicks.repartition'", error.Message, StringComparison.Ordinal);
        Assert.Contains("topology of its own", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rule_10_two_parts_that_wait_for_each_other_are_refused_and_both_exchanges_named()
    {
        KappaException error = Described.Error(builder =>
        {
            KTable<string, string> a = builder.Table<string, string>("a");
            KTable<string, string> b = builder.Table<string, string>("b");
            a.ToStream().SelectKey((_, value) => value).Join(b, (x, y) => x + y, Joined.As("a-to-b")).To("b-out");
            b.ToStream().SelectKey((_, value) => value).Join(a, (x, y) => x + y, Joined.As("b-to-a")).To("a-out");
        });

        Assert.Equal("KAP1015", error.Code);
        Assert.Contains(
            "'a-to-b.repartition' and the exchange 'b-to-a.repartition'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Rule_13_an_output_topic_may_not_be_a_source(bool isReadFirst)
    {
        KappaException error = Described.Error(builder =>
        {
            if (isReadFirst)
            {
                builder.Table<string, string>("loop");
            }

            builder.Stream<string, string>("in").To("loop");
            builder.Stream<string, string>("loop");
        });

        Assert.Equal("KAP1011", error.Code);
        Assert.Contains("'loop'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parts_without_a_common_node_or_store_are_subtopologies_of_their_own()
    {
        Topology topology = Described.Build(builder =>
        {
            builder.Stream<string, string>("b").To("b-out");
            builder.Stream<string, string>("a").To("a-out");
        });

        Assert.Equal(["a", "b"], topology.Graph.Subtopologies.Select(part => part.Inputs[0].Name));
    }

    [Fact]
    public void Nodes_come_after_all_of_their_parents()
    {
        Topology topology = Described.Build(builder =>
        {
            KTable<string, string> late = builder.Table<string, string>("a");
            builder.Table<string, string>("z").Filter((_, _) => true)
                .Join(late.MapValues(value => value), (left, right) => left + right).ToStream().To("out");
        });

        List<Node> nodes = [.. topology.Graph.Nodes];
        Assert.All(nodes, node => Assert.All(
            node.Parents, parent => Assert.True(nodes.IndexOf(parent) < nodes.IndexOf(node))));
        Assert.Equal(nodes, Assert.Single(topology.Graph.Subtopologies).Nodes);
    }
}
