using Avro.Generic;
using Kappa.Testing;
using Kappa.Tests.Messages;

namespace Kappa.Tests;

/// <summary>The examples of docs/serdes.md, word for word, and what they answer.</summary>
public sealed class SerdeGuideTests : RegistryTest
{
    [Fact]
    public void A_topic_a_store_and_an_output_have_serdes_of_their_own()
    {
        var builder = new StreamBuilder();
        builder.Stream("deliveries", Consumed.With(Serdes.DateOnly, Serdes.Decimal))
            .GroupByKey()
            .Reduce((sum, amount) => sum + amount, Materialized.As("by-day").WithValueSerde(Serdes.Decimal))
            .ToStream()
            .To("deliveries-by-day", Produced.With(Serdes.DateOnly, Serdes.Decimal));
        using var driver = new TopologyTestDriver(builder.Build("guide"));
        var day = new DateOnly(2026, 11, 30);

        TestInputTopic<DateOnly, decimal> input =
            driver.CreateInputTopic("deliveries", Serdes.DateOnly, Serdes.Decimal);
        input.PipeInput(day, 1.50m);
        input.PipeInput(day, 2.25m);

        Assert.Equal(
            [1.50m, 3.75m],
            driver.CreateOutputTopic("deliveries-by-day", Serdes.DateOnly, Serdes.Decimal).ReadRecords()
                .Select(record => record.Value));
    }

    [Fact]
    public void Avro_behind_schema_ids_is_read_by_older_and_newer_schemas()
    {
        string address = StandIn.Address;
        string file = Answers;
        int oldId = StandIn.Register(
            "readings-value", """{"type":"record","name":"Measured","fields":[{"name":"value","type":"double"}]}""");
        var builder = new StreamBuilder();

        const string Measured = """
            {"type":"record","name":"Measured","fields":[
            {"name":"value","type":"double"},{"name":"unit","type":"string","default":"C"}]}
            """;
        var registry = new ConfluentRegistry(address, file);
        ISerde<GenericRecord> measured =
            new AvroSerde<GenericRecord>(Measured).WithRegistry(registry, "readings-value");
        builder.Stream("readings", Consumed.With(Serdes.String, measured))
            .MapValues(reading => $"{reading["value"]} {reading["unit"]}")
            .To("readings-as-text");

        using var driver = new TopologyTestDriver(builder.Build("guide"));
        driver.CreateInputTopic("readings", Serdes.String, Serdes.Bytes)
            .PipeInput("n", [0, 0, 0, (byte)(oldId >> 8), (byte)oldId, 0, 0, 0, 0, 0, 0, 0xf8, 0x3f]);
        Assert.Equal("1.5 C", driver.CreateOutputTopic<string, string>("readings-as-text").ReadRecords()[0].Value);
        registry.Dispose();
    }

    [Fact]
    public void Protobuf_is_written_plain_or_behind_a_schema_id()
    {
        using var registry = new ConfluentRegistry(StandIn.Address, Answers);
        var builder = new StreamBuilder();
        builder.Stream("places", Consumed.With(Serdes.String, new ProtobufSerde<Reading>()))
            .Filter((_, reading) => reading.Place is not null)
            .To("known-places", Produced.With(
                Serdes.String, new ProtobufSerde<Reading>().WithRegistry(registry, "known-places-value")));
        using var driver = new TopologyTestDriver(builder.Build("guide"));

        driver.CreateInputTopic("places", Serdes.String, new ProtobufSerde<Reading>())
            .PipeInput("n", new Reading { Sensor = "x", Place = new() { Floor = 3 } });

        Assert.Equal(
            "0000000102" + "00" + "0a0178" + "2a020803",
            Convert.ToHexStringLower(
                driver.CreateOutputTopic("known-places", Serdes.String, Serdes.Bytes).ReadRecords()[0].Value!));
    }

    [Fact]
    public void A_tombstone_meets_no_serde()
    {
        var builder = new StreamBuilder();
        builder.Table("readings", Consumed.With(Serdes.String, new ProtobufSerde<Reading>()))
            .ToStream()
            .To("out", Produced.With(Serdes.String, new ProtobufSerde<Reading>()));
        using var driver = new TopologyTestDriver(builder.Build("guide"));
        TestInputTopic<string, Reading> input =
            driver.CreateInputTopic("readings", Serdes.String, new ProtobufSerde<Reading>());

        input.PipeInput("n", new Reading { Sensor = "x" });
        input.PipeTombstone("n");

        Assert.Null(
            driver.CreateOutputTopic("out", Serdes.String, new ProtobufSerde<Reading>()).ReadRecords()[1].Value);
    }
}
