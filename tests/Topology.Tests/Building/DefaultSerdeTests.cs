using FlightDelays;
using Kappa.Graph;

namespace Kappa.Topologies.Tests;

public sealed class DefaultSerdeTests
{
    [Fact]
    public void Types_of_Kafka_get_Kafkas_formats_and_others_JSON()
    {
        Assert.Equal("string", Of<string>());
        Assert.Equal("int32", Of<int>());
        Assert.Equal("int64", Of<long>());
        Assert.Equal("double", Of<double>());
        Assert.Equal("guid", Of<Guid>());
        Assert.Equal("bytes", Of<byte[]>());
        Assert.Equal("int64", Of<long?>());
        Assert.Equal("json(bool)", Of<bool>());
        Assert.Equal("json(List<Flight>)", Of<List<Flight>>());
    }

    [Fact]
    public void Serdes_of_a_topic_go_with_the_stream_as_long_as_their_types_do()
    {
        Topology topology = Described.Build(builder => builder
            .Stream("in", Consumed.With(Serdes.Json<string>(), Serdes.Json<long>()))
            .Filter((_, _) => true).MapValues(value => value + 1).To("out"));

        SinkNode<string, long> sink = Assert.Single(topology.Graph.Sinks.OfType<SinkNode<string, long>>());
        Assert.Equal(("json(string)", "int64"), (sink.KeySerde.Name, sink.ValueSerde.Name));
    }

    [Fact]
    public void Produced_has_the_last_word_on_an_output()
    {
        Topology topology = Described.Build(builder => builder
            .Stream<string, long>("in").To("out", Produced.With(Serdes.Json<string>(), Serdes.Json<long>())));

        SinkNode<string, long> sink = Assert.Single(topology.Graph.Sinks.OfType<SinkNode<string, long>>());
        Assert.Equal(("json(string)", "json(long)"), (sink.KeySerde.Name, sink.ValueSerde.Name));
    }

    private static string Of<T>()
    {
        Topology topology = Described.Build(builder => builder.Stream<string, T>("in"));
        return Assert.IsType<StreamSourceNode<string, T>>(Assert.Single(topology.Graph.Nodes)).ValueSerde.Name;
    }
}
