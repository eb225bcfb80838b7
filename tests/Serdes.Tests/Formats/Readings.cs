using Avro;
using Avro.Generic;

namespace Kappa.Tests;

/// <summary>Records with every kind of Avro's types, out of a seed.</summary>
internal static class Readings
{
    public const string Schema = """
        {"type":"record","name":"Reading","namespace":"kappa.tests","fields":[
        {"name":"sensor","type":"string"},{"name":"at","type":"long"},{"name":"count","type":"int"},
        {"name":"value","type":"double"},{"name":"part","type":"float"},{"name":"valid","type":"boolean"},
        {"name":"note","type":["null","string"]},{"name":"raw","type":"bytes"},
        {"name":"series","type":{"type":"array","items":"int"}},
        {"name":"labels","type":{"type":"map","values":"string"}},
        {"name":"level","type":{"type":"enum","name":"Level","symbols":["LOW","HIGH"]}},
        {"name":"hash","type":{"type":"fixed","name":"Hash","size":4}}]}
        """;

    private static readonly RecordSchema Parsed = (RecordSchema)Avro.Schema.Parse(Schema);

    public static GenericRecord Next(Random random)
    {
        var record = new GenericRecord(Parsed);
        record.Add("sensor", Text(random));
        record.Add("at", random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64));
        record.Add("count", random.Next(int.MinValue, int.MaxValue) >> random.Next(32));
        record.Add("value", random.NextDouble() * Math.Pow(10, random.Next(-300, 300)));
        record.Add("part", random.NextSingle());
        record.Add("valid", random.Next(2) == 0);
        record.Add("note", random.Next(2) == 0 ? null : Text(random));
        record.Add("raw", Bytes(random, random.Next(300)));
        record.Add("series", Enumerable.Range(0, random.Next(20)).Select(_ => (object)random.Next()).ToArray());
        record.Add("labels", Enumerable.Range(0, random.Next(4))
            .ToDictionary(i => $"label-{i}", _ => (object)Text(random)));
        record.Add("level", new GenericEnum((EnumSchema)Field("level"), random.Next(2) == 0 ? "LOW" : "HIGH"));
        record.Add("hash", new GenericFixed((FixedSchema)Field("hash"), Bytes(random, 4)));
        return record;
    }

    private static Schema Field(string name) => Parsed[name].Schema;

    private static byte[] Bytes(Random random, int length)
    {
        byte[] bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    private static string Text(Random random) => string.Concat(
        Enumerable.Range(0, random.Next(30)).Select(_ => char.ConvertFromUtf32(random.Next(0x20, 0xd7ff))));
}
