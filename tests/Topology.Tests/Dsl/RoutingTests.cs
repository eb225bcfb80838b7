using Kappa.Graph;

namespace Kappa.Topologies.Tests;

/// <summary>Splits, merges and repartitions: names come from structure, and what cannot be is refused.</summary>
public sealed class RoutingTests
{
    [Fact]
    public void What_hangs_on_a_branch_is_named_for_the_branch_whatever_branches_there_are_beside_it()
    {
        Topology one = Described.Build(builder => builder.Stream<string, string>("in").Split()
            .Branch((_, _) => true, "large").NoDefaultBranch()["large"].GroupByKey().Count());

        Topology three = Described.Build(builder =>
        {
            IReadOnlyDictionary<string, KStream<string, string>> branches = builder.Stream<string, string>("in")
                .Split().Branch((_, _) => false, "huge").Branch((_, _) => true, "large").DefaultBranch("small");
            branches["large"].GroupByKey().Count();
            branches["small"].GroupByKey().Count();
            branches["huge"].Filter((_, _) => true).To("out");
        });

        Assert.Equal(["in", "in.split", "in-large-count.count"], one.Graph.Nodes.Names());
        Assert.Equal(["in-large-count", "in-small-count"], three.Stores());
        Assert.Contains("in.split.huge.filter", three.Graph.Nodes.Names());
    }

    [Fact]
    public void A_description_says_which_branch_leads_where()
    {
        Topology topology = Described.Build(builder =>
        {
            IReadOnlyDictionary<string, KStream<string, string>> branches = builder.Stream<string, string>("in")
                .Split().Branch((_, _) => true, "large").DefaultBranch("small");
            branches["large"].To("large-out");
            branches["small"].MapValues(value => value).To("small-out");
        });

        string described = topology.Describe();

        Assert.Contains("in.split (split; branches = large, default = small)", described, StringComparison.Ordinal);
        Assert.Contains("    large -> large-out\n", described, StringComparison.Ordinal);
        Assert.Contains("    small -> in.split.small.map-values\n", described, StringComparison.Ordinal);
    }

    [Fact]
    public void Branches_that_are_swapped_are_another_topology()
    {
        Assert.NotEqual(Swapped("large", "small"), Swapped("small", "large"));

        static string Swapped(string first, string second) => Described.Build(builder =>
        {
            IReadOnlyDictionary<string, KStream<string, string>> branches = builder.Stream<string, string>("in")
                .Split().Branch((_, _) => true, "large").DefaultBranch("small");
            branches[first].To("first");
            branches[second].To("second");
        }).Fingerprint;
    }

    [Fact]
    public void Streams_that_write_keys_as_other_bytes_go_through_an_exchange_once_they_are_merged()
    {
        Topology topology = Described.Build(builder => builder
            .Stream("json", Consumed.With<string, string>(Serdes.Json<string>(), null))
            .Merge(builder.Stream<string, string>("text")).GroupByKey().Count());

        Assert.Equal(["json-count.repartition"], topology.Exchanges());
    }

    [Fact]
    public void Streams_of_one_coding_are_merged_without_an_exchange_and_a_new_key_in_one_of_them_brings_it()
    {
        Assert.Empty(Merged(stream => stream).Exchanges());
        Assert.Equal(["left-count.repartition"], Merged(stream => stream.SelectKey((_, value) => value)).Exchanges());

        static Topology Merged(Func<KStream<string, string>, KStream<string, string>> change) =>
            Described.Build(builder => change(builder.Stream<string, string>("left"))
                .Merge(builder.Stream<string, string>("right")).GroupByKey().Count());
    }

    [Fact]
    public void New_keys_of_map_and_flat_map_are_moved_where_they_are_needed_and_those_of_values_are_not()
    {
        Topology topology = Described.Build(builder =>
        {
            KStream<string, string> stream = builder.Stream<string, string>("in");
            stream.Map((key, value) => (value, key)).GroupByKey().Count(Materialized.As("mapped"));
            stream.FlatMap((key, value) => new[] { (value, key) }).GroupByKey().Count(Materialized.As("flat"));
            stream.FlatMapValues(value => new[] { value }).Peek((_, _) => { })
                .GroupByKey().Count(Materialized.As("values"));
        });

        Assert.Equal(["flat.repartition", "mapped.repartition"], topology.Exchanges());
    }

    [Fact]
    public void A_repartitioned_stream_of_updates_is_a_table_still_and_a_merged_one_is_a_stream()
    {
        Assert.Equal(OutputKind.Table, Described.Build(builder => builder.Table<string, string>("in").ToStream()
            .Repartition(Repartitioned.Over(3)).Peek((_, _) => { }).To("out")).OutputKind());
        Assert.Equal(OutputKind.Stream, Described.Build(builder =>
        {
            KStream<string, string> updates = builder.Table<string, string>("in").ToStream();
            updates.Merge(updates.Filter((_, _) => true)).To("out");
        }).OutputKind());
    }

    [Theory]
    [InlineData("Split")]
    [InlineData("Map")]
    [InlineData("FlatMap")]
    [InlineData("FlatMapValues")]
    public void What_may_lose_or_make_up_a_deletion_is_named(string operation)
    {
        Topology topology = Described.Build(builder =>
        {
            KStream<string, string> updates = builder.Table<string, string>("in").ToStream();
            KStream<string, string> behind = operation switch
            {
                "Split" => updates.Split().Branch((_, _) => true, "some").NoDefaultBranch()["some"],
                "Map" => updates.Map((key, value) => (key, value)),
                "FlatMap" => updates.FlatMap((key, value) => new[] { (key, value) }),
                _ => updates.FlatMapValues(value => new[] { value }),
            };
            behind.To("out");
        });

        Assert.Contains("KAP1022", Assert.Single(topology.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("KAP1024", "The stream 'in' belongs to another StreamBuilder.")]
    [InlineData("KAP1025", "'Large ones' cannot name a branch of 'in.split'.")]
    [InlineData("KAP1026", "Two branches of 'in.split' are named 'some', so that")]
    [InlineData("KAP1027", "The split 'in.split' was begun, but not ended, so that it has no branches.")]
    [InlineData("KAP1028", "The split 'in.split' has ended: a branch cannot be added to it any more.")]
    [InlineData("KAP1029", "A stream cannot be spread over 0 partitions. Say 1 to 10,000 in Repartitioned")]
    [InlineData("KAP1030", "in.repartition 3, other.repartition 4. A key would lie in different partitions.")]
    public void What_cannot_be_is_refused_with_the_way_out(string code, string message)
    {
        KappaException error = Described.Error(builder => Describe(code, builder));

        Assert.Equal(code, error.Code);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    private static void Describe(string code, StreamBuilder builder)
    {
        KStream<string, string> stream = builder.Stream<string, string>("in");
        BranchedKStream<string, string> split = stream.Split();
        switch (code)
        {
            case "KAP1024": stream.Merge(new StreamBuilder().Stream<string, string>("in")); break;
            case "KAP1025": split.Branch((_, _) => true, "Large ones"); break;
            case "KAP1026": split.Branch((_, _) => true, "some").DefaultBranch("some"); break;
            case "KAP1028":
                split.NoDefaultBranch();
                split.Branch((_, _) => true, "late");
                break;
            case "KAP1029": stream.Repartition(Repartitioned.As("moved").WithPartitions(0)); break;
            case "KAP1030":
                split.NoDefaultBranch();
                stream.Repartition(Repartitioned.Over(3))
                    .Merge(builder.Stream<string, string>("other").Repartition(Repartitioned.Over(4)));
                break;
        }
    }
}
