using Kappa.Graph;

namespace Kappa.Topologies.Tests;

public sealed class OutputKindTests
{
    [Fact]
    public void Table_then_steps_that_keep_the_key_is_a_table_output()
    {
        Topology topology = Described.Build(builder => builder
            .Table<string, string>("in").ToStream()
            .Filter((_, _) => true).FilterNot((_, _) => false).MapValues(value => value).To("out"));

        Assert.Equal(OutputKind.Table, topology.OutputKind());
    }

    [Fact]
    public void Stream_is_a_stream_output()
    {
        Topology topology = Described.Build(builder => builder.Stream<string, string>("in").To("out"));

        Assert.Equal(OutputKind.Stream, topology.OutputKind());
    }

    [Fact]
    public void Table_whose_key_was_changed_is_a_stream_output()
    {
        Topology topology = Described.Build(builder => builder
            .Table<string, string>("in").ToStream().SelectKey((_, value) => value).To("out"));

        Assert.Equal(OutputKind.Stream, topology.OutputKind());
    }

    [Fact]
    public void Updates_of_a_table_joined_with_another_are_a_stream_output()
    {
        Topology topology = Described.Build(builder => builder
            .Table<string, string>("in").ToStream()
            .Join(builder.Table<string, string>("table"), (value, row) => value + row).To("out"));

        Assert.Equal(OutputKind.Stream, topology.OutputKind());
    }
}
