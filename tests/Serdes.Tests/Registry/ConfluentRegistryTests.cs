using System.Text.Json.Nodes;
using Avro.Generic;

namespace Kappa.Tests;

/// <summary>A registry that answers, refuses, is away, or has other schemas than the topology.</summary>
public sealed class ConfluentRegistryTests : RegistryTest
{
    private const StringComparison Exactly = StringComparison.Ordinal;
    private const string Subject = "readings-value";

    [Fact]
    public void A_schema_is_registered_once_and_found_by_its_id()
    {
        using ConfluentRegistry registry = Registry();

        int id = registry.IdOf(Subject, SchemaFormat.Avro, "\"string\"");

        Assert.Equal(RegistryStandIn.FirstId, id);
        Assert.Equal(id, registry.IdOf(Subject, SchemaFormat.Avro, "\"string\""));
        Assert.Equal("\"string\"", registry.Find(id)!.Text);
        Assert.Equal(SchemaFormat.Avro, registry.Find(id)!.Format);
        Assert.Equal(
            [$"POST /subjects/{Subject}/versions", $"GET /schemas/ids/{id}"], StandIn.Requests);
    }

    [Fact]
    public void What_was_asked_once_needs_no_registry_again()
    {
        byte[] message;
        using (ConfluentRegistry first = Registry())
        {
            ISerde<string> serde = new AvroSerde<string>("\"string\"").WithRegistry(first, Subject);
            message = serde.Bytes("x");
            serde.Deserialize(message);
        }

        StandIn.Dispose();
        using ConfluentRegistry second = Registry();
        ISerde<string> again = new AvroSerde<string>("\"string\"").WithRegistry(second, Subject);

        Assert.Equal("x", again.Deserialize(message));
        Assert.Equal(message, again.Bytes("x"));
    }

    [Fact]
    public void A_registry_that_is_away_is_said_with_its_address_and_passes_over_no_record()
    {
        string address = StandIn.Address;
        StandIn.Dispose();
        using ConfluentRegistry registry = Registry();

        KappaException error = Assert.Throws<KappaException>(() => registry.Find(7));

        Assert.Equal("KAP1109", error.Code);
        Assert.Equal(ExitCodes.Unreachable, error.ExitCode); // The engine's own: no error policy is asked.
        Assert.Contains($"registry at {address} did not answer about schema id 7", error.Message, Exactly);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void An_id_that_the_registry_does_not_know_is_an_error_until_it_knows_it()
    {
        using ConfluentRegistry registry = Registry();
        ISerde<string> serde = new AvroSerde<string>("\"string\"").WithRegistry(registry, Subject);
        byte[] message = [0, 0, 0, 1, 2, 2, (byte)'x'];

        KappaException error = serde.Error(message);
        StandIn.Register("others-value", "\"string\"");

        Assert.Equal("KAP1105", error.Code);
        Assert.Contains("schema id 258", error.Message, Exactly);
        Assert.Equal("x", serde.Deserialize(message));
    }

    [Fact]
    public void A_schema_that_the_registry_refuses_is_said_with_its_words()
    {
        StandIn.Closed.Add(Subject);
        using ConfluentRegistry registry = Registry();

        KappaException error = Assert.Throws<KappaException>(
            () => new AvroSerde<string>("\"string\"").WithRegistry(registry, Subject).Bytes("x"));

        Assert.Equal("KAP1111", error.Code);
        Assert.Contains("incompatible with an earlier schema", error.Message, Exactly);
        Assert.Contains(Subject, error.Message, Exactly);
    }

    [Theory]
    [InlineData("AVRO", "\"long\"")]
    [InlineData("AVRO", """{"type":"record","name":"Other","fields":[{"name":"x","type":"int"}]}""")]
    [InlineData("AVRO", "{")]
    [InlineData("JSON", "{}")]
    [InlineData("PROTOBUF", "syntax = \"proto3\";")]
    public void A_schema_that_cannot_be_read_as_the_topologys_is_said_with_its_id(string type, string schema)
    {
        int id = StandIn.Register("others-value", schema, type);
        using ConfluentRegistry registry = Registry();
        ISerde<GenericRecord> serde = new AvroSerde<GenericRecord>(Readings.Schema).WithRegistry(registry, Subject);

        KappaException error = serde.Error([0, 0, 0, 1, 2, 0, 0]);

        Assert.Equal("KAP1106", error.Code);
        Assert.Contains($"schema id {id}", error.Message, Exactly);
    }

    [Fact]
    public void A_schema_that_refers_to_others_is_read_with_them()
    {
        StandIn.Register("place", """{"type":"record","name":"Place","fields":[{"name":"floor","type":"int"}]}""");
        const string Outer = """{"type":"record","name":"Visit","fields":[{"name":"place","type":"Place"}]}""";
        const string Whole = """
            {"type":"record","name":"Visit","fields":[{"name":"place","type":
            {"type":"record","name":"Place","fields":[{"name":"floor","type":"int"}]}}]}
            """;
        int id = StandIn.Register("visits-value", Outer, references: [new JsonObject
        {
            ["name"] = "Place",
            ["subject"] = "place",
            ["version"] = 1,
        }]);
        using ConfluentRegistry registry = Registry();
        ISerde<GenericRecord> serde = new AvroSerde<GenericRecord>(Whole).WithRegistry(registry, Subject);

        GenericRecord visit = serde.Deserialize([0, 0, 0, 1, (byte)id, 6]);

        Assert.Equal(3, ((GenericRecord)visit["place"])["floor"]);
    }

    [Fact]
    public void A_line_of_the_file_that_a_kill_cut_short_is_asked_for_again()
    {
        using (ConfluentRegistry first = Registry())
        {
            first.IdOf(Subject, SchemaFormat.Avro, "\"string\"");
            first.IdOf(Subject, SchemaFormat.Avro, "\"long\"");
        }

        string text = File.ReadAllText(Answers);
        File.WriteAllText(Answers, text[..^5]);
        using (ConfluentRegistry second = Registry())
        {
            Assert.Equal(RegistryStandIn.FirstId + 1, second.IdOf(Subject, SchemaFormat.Avro, "\"long\""));
        }

        Assert.Equal(text, File.ReadAllText(Answers));
        Assert.Equal(3, StandIn.Requests.Length);
    }

    [Fact]
    public void A_file_that_is_none_of_answers_is_refused_with_its_line()
    {
        File.WriteAllText(Answers, "{}\n");

        using ConfluentRegistry registry = Registry();
        KappaException error = Assert.Throws<KappaException>(() => registry.Find(1));

        Assert.Equal("KAP1110", error.Code);
        Assert.Contains("line 1", error.Message, Exactly);
    }

    private ConfluentRegistry Registry() => new(
        StandIn.Address, Answers,
        new Dictionary<string, string>
        {
            ["schema.registry.max.retries"] = "1",
            ["schema.registry.retries.wait.ms"] = "1",
        });
}
