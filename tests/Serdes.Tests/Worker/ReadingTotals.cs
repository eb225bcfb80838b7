using Avro.Generic;

namespace Kappa.Tests;

/// <summary>Keeps the last reading of each sensor, in Avro behind schema ids; keys too.</summary>
[Topology("reading-totals")]
public sealed class ReadingTotals : ITopology
{
    public const string Schema = """
        {"type":"record","name":"Measured","fields":[
        {"name":"value","type":"double"},{"name":"unit","type":"string","default":"C"}]}
        """;

    public const string Store = "last-readings";

    /// <summary>The test's registry: where it listens, and the file of its answers.</summary>
    public const string Place = "KAPPA_TEST_REGISTRY";

    public void Build(StreamBuilder builder)
    {
#pragma warning disable KAP9005 // Where the test's registry listens is known when it runs.
        string[] place = (Environment.GetEnvironmentVariable(Place) ?? "http://localhost:1 none").Split(' ');
#pragma warning restore KAP9005
        var registry = new ConfluentRegistry(place[0], place[1]);
        ISerde<string> key = new AvroSerde<string>("\"string\"").WithRegistry(registry, "readings-key");
        ISerde<GenericRecord> value =
            new AvroSerde<GenericRecord>(Schema).WithRegistry(registry, "readings-value");
        builder.Stream("readings", Consumed.With(key, value))
            .GroupByKey()
            .Reduce((_, last) => last, Materialized.As(Store).WithKeySerde(key).WithValueSerde(value))
            .ToStream()
            .To("last-readings", Produced.With(key, value));
    }
}
