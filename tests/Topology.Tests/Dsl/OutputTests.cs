using Kappa.Graph;

namespace Kappa.Topologies.Tests;

/// <summary>Outputs by record and by partitioner: names, kinds, and what is refused.</summary>
public sealed class OutputTests
{
    private const StringComparison Exactly = StringComparison.Ordinal;

    [Fact]
    public void Each_topic_that_is_named_is_an_output_of_its_own_in_whatever_order_they_were_named()
    {
        Topology topology = Described.Build(builder => builder.Stream<string, string>("in")
            .To((_, value) => value, ["small", "large", "small"]));
        Topology swapped = Described.Build(builder => builder.Stream<string, string>("in")
            .To((_, value) => value, ["large", "small"]));

        Assert.Equal(["large", "small"], topology.Graph.Sinks.Select(sink => sink.Topic));
        Assert.Equal(["in", "in.route", "large", "small"], topology.Graph.Nodes.Names());
        Assert.Equal(topology.Fingerprint, swapped.Fingerprint);
        Assert.Contains("in.route (route; topics = large,small)", topology.Describe(), Exactly);
    }

    [Fact]
    public void Another_topic_is_another_topology_and_a_difference_of_versions()
    {
        Topology one = Described.Build(builder => builder.Stream<string, string>("in").To((_, value) => value, ["a"]));
        Topology two = Described.Build(
            builder => builder.Stream<string, string>("in").To((_, value) => value, ["a", "b"]));

        Assert.NotEqual(one.Fingerprint, two.Fingerprint);
        Assert.Contains(
            one.ChangesIn(two), change => change is { Name: "b", Kind: TopologyChangeKind.Added });
    }

    [Fact]
    public void Topics_by_record_behind_a_table_are_streams_with_a_warning_of_rows_that_move()
    {
        Topology topology = Described.Build(builder => builder.Table<string, string>("in").ToStream()
            .To((_, value) => value, ["a", "b"]));

        Assert.All(topology.Graph.Sinks, sink => Assert.Equal(OutputKind.Stream, sink.Output));
        Assert.Contains("KAP1022", Assert.Single(topology.Warnings), Exactly);
    }

    [Fact]
    public void No_topic_is_refused()
    {
        KappaException error = Described.Error(
            builder => builder.Stream<string, string>("in").To((_, value) => value, []));

        Assert.Equal("KAP1040", error.Code);
        Assert.Contains("'in.route'", error.Message, Exactly);
        Assert.Contains("[\"one\", \"other\"]", error.Message, Exactly);
    }

    [Fact]
    public void A_topic_by_record_that_another_output_has_is_refused() => Assert.Equal("KAP1012", Described.Error(
        builder =>
        {
            KStream<string, string> stream = builder.Stream<string, string>("in");
            stream.To("a");
            stream.To((_, value) => value, ["a", "b"]);
        }).Code);

    [Fact]
    public void A_partitioner_of_a_table_is_refused()
    {
        KappaException error = Described.Error(builder => builder.Table<string, string>("in").ToStream()
            .To("out", Produced.StreamPartitioner<string, string>((_, _, _, _) => 0)));

        Assert.Equal("KAP1041", error.Code);
        Assert.Contains("SelectKey or Map", error.Message, Exactly);
    }

    [Fact]
    public void A_partitioner_for_other_types_is_refused()
    {
        KappaException error = Described.Error(builder => builder.Stream<string, string>("in")
            .Repartition(Repartitioned.StreamPartitioner<string, long>((_, _, _, _) => 0)));

        Assert.Equal("KAP1042", error.Code);
        Assert.Contains("Repartitioned of 'in'", error.Message, Exactly);
    }

    [Fact]
    public void What_a_partitioner_spreads_goes_through_an_exchange_before_what_needs_the_key()
    {
        Topology topology = Described.Build(builder => builder.Stream<string, string>("in")
            .Repartition(Repartitioned.As("spread").WithStreamPartitioner<string, string>((_, _, _, _) => 0))
            .GroupByKey(Grouped.As("owned")).Count());

        Assert.Equal(["owned.repartition", "spread.repartition"], topology.Exchanges());
    }

    [Fact]
    public void A_set_of_partitions_has_each_once_and_none_below_0()
    {
        Assert.Equal([1, 4], PartitionSet.Of([4, 1, 4]).Several!);
        Assert.Empty(PartitionSet.None.Several!);
        Assert.True(default(PartitionSet).IsUsual);
        Assert.Throws<ArgumentOutOfRangeException>(() => PartitionSet.Of(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => PartitionSet.Of([3, -2]));
    }
}
