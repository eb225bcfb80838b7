using System.Text.Json.Serialization.Metadata;
using Avro.Generic;
using Confluent.Kafka;
using Confluent.SchemaRegistry;
using Confluent.SchemaRegistry.Serdes;
using Kappa.Tests.Messages;

namespace Kappa.Tests;

/// <summary>Confluent's wire format, as it is documented and as Confluent's own serializer writes it.</summary>
public sealed class WireFormatTests
{
    private const int Rounds = 10_000;
    private const StringComparison Exactly = StringComparison.Ordinal;

    private readonly FixedRegistry _registry = new();

    [Fact]
    public void Avro_stands_behind_a_0_and_4_bytes_of_the_id()
    {
        ISerde<string> serde = new AvroSerde<string>("\"string\"").WithRegistry(_registry, "words-value");

        Assert.Equal("00" + "01020304" + "06666f6f", serde.Hex("foo"));
        Assert.Equal("foo", serde.Deserialize(Convert.FromHexString("000102030406666f6f")));
        Assert.Equal("confluent-avro(string)", serde.Name);
    }

    [Fact]
    public void Json_stands_behind_a_0_and_4_bytes_of_the_id()
    {
        ISerde<int[]> serde = Numbers();

        Assert.Equal("00" + "01020304" + "5b312c325d", serde.Hex([1, 2]));
        Assert.Equal([1, 2], serde.Deserialize(serde.Bytes([1, 2])));
    }

    /// <summary>The first type of a file is one 0; others have the count of indexes, then these, as zigzag.</summary>
    [Fact]
    public void Protobuf_has_the_indexes_of_its_type_between_id_and_message()
    {
        ISerde<Reading> first = new ProtobufSerde<Reading>().WithRegistry(_registry, "a-value");
        ISerde<Alarm> second = new ProtobufSerde<Alarm>().WithRegistry(_registry, "a-value");
        ISerde<Reading.Types.Place> inFirst =
            new ProtobufSerde<Reading.Types.Place>().WithRegistry(_registry, "a-value");
        ISerde<Alarm.Types.Level> inSecond = new ProtobufSerde<Alarm.Types.Level>().WithRegistry(_registry, "a-value");

        Assert.Equal("0001020304" + "00" + "0a0178", first.Hex(new() { Sensor = "x" }));
        Assert.Equal("0001020304" + "0202" + "0a020805", second.Hex(new() { Level = new() { Grade = 5 } }));
        Assert.Equal("0001020304" + "040000" + "0805", inFirst.Hex(new() { Floor = 5 }));
        Assert.Equal("0001020304" + "040200" + "0805", inSecond.Hex(new() { Grade = 5 }));
        Assert.Equal(5, inSecond.Deserialize(Convert.FromHexString("00010203040402000805")).Grade);
        Assert.Equal("x", first.Deserialize(Convert.FromHexString("000102030402000a0178")).Sensor); // 1 index, 0.
    }

    [Fact]
    public void A_message_of_another_type_of_the_file_is_refused_with_both_places()
    {
        ISerde<Reading> readings = new ProtobufSerde<Reading>().WithRegistry(_registry, "a-value");
        ISerde<Alarm.Types.Level> levels = new ProtobufSerde<Alarm.Types.Level>().WithRegistry(_registry, "a-value");

        KappaException error = readings.Error(levels.Bytes(new() { Grade = 5 }));

        Assert.Equal("KAP1101", error.Code);
        Assert.Contains("indexes are 1.0, those of Reading are 0", error.Message, Exactly);
    }

    [Fact]
    public async Task Random_records_are_the_bytes_of_Confluents_own_serializer()
    {
        using var standIn = new RegistryStandIn();
        using var folder = new Folder();
        using var registry = new ConfluentRegistry(standIn.Address, folder["schemas.jsonl"]);
        using var client = new CachedSchemaRegistryClient(new SchemaRegistryConfig { Url = standIn.Address });
        var theirs = new AvroSerializer<GenericRecord>(client);
        var context = new SerializationContext(MessageComponentType.Value, "readings");
        ISerde<GenericRecord> serde =
            new AvroSerde<GenericRecord>(Readings.Schema).WithRegistry(registry, "readings-value");
        Random random = Seed.Random(out int seed);
        for (int round = 0; round < Rounds; round++)
        {
            GenericRecord record = Readings.Next(random);

            byte[] ours = serde.Bytes(record);

            byte[] expected = await theirs.SerializeAsync(record, context);
            Assert.True(expected.AsSpan().SequenceEqual(ours), $"Seed {seed}, round {round}.");
            Assert.Equal(ours, serde.Bytes(serde.Deserialize(ours)));
        }
    }

    [Fact]
    public void Every_truncation_is_a_declared_error()
    {
        ISerde<string> avro = new AvroSerde<string>("\"string\"").WithRegistry(_registry, "w-value");
        ISerde<Alarm> protobuf = new ProtobufSerde<Alarm>().WithRegistry(_registry, "a-value");
        ISerde<int[]> json = Numbers();

        IsTorn(avro, avro.Bytes("foo"), whole: []);
        IsTorn(json, json.Bytes([1, 2]), whole: []);
        IsTorn(protobuf, protobuf.Bytes(new() { Level = new() { Grade = 5 } }), whole: [7]); // No field is no bytes.
    }

    [Theory]
    [InlineData("")]
    [InlineData("7b7d")]
    [InlineData("0000000000aa")]
    [InlineData("00ffffffffaa")]
    [InlineData("01000000017b7d")]
    public void What_is_not_the_wire_format_is_said_so(string hex)
    {
        KappaException error = Numbers().Error(Convert.FromHexString(hex));

        Assert.Equal("KAP1104", error.Code);
        Assert.Contains("without a registry", error.Message, Exactly);
    }

    [Fact]
    public void A_serde_without_a_registry_says_what_would_read_the_message()
    {
        byte[] message = new AvroSerde<string>("\"string\"").WithRegistry(_registry, "w-value").Bytes("foo");

        KappaException error = Serdes.Json<int[]>().Error(message);

        Assert.Contains("schema id 16909060", error.Message, Exactly);
        Assert.Contains("WithRegistry", error.Message, Exactly);
    }

    private static void IsTorn<T>(ISerde<T> serde, byte[] message, int[] whole) => Assert.All(
        Enumerable.Range(0, message.Length).Except(whole),
        length => Assert.Equal(length < 5 ? "KAP1104" : "KAP1101", serde.Error(message[..length]).Code));

    private ISerde<int[]> Numbers() => Serdes.JsonSchema(
        (JsonTypeInfo<int[]>)System.Text.Json.JsonSerializerOptions.Web.GetTypeInfo(typeof(int[])), _registry,
        "numbers-value", """{"type":"array","items":{"type":"integer"}}""");
}
