using System.Text;
using Kappa.Sources;

namespace Kappa.Topologies.Tests;

public sealed class DebeziumSerdeTests
{
    private static readonly DebeziumSerde<Row> Serde = new(Serdes.Json<Row>());

    private sealed record Row(int Id, string? Name);

    [Theory]
    [InlineData("c")]
    [InlineData("u")]
    [InlineData("r")]
    public void A_change_says_what_the_row_is_now(string operation)
    {
        string json = $$$"""
            {"before":{"id":1,"name":"old"},"after":{"id":1,"name":"new {\"op\":\"d\"}"},
             "source":{"version":"3.1","connector":"postgresql","ts_ms":1714000000000,"db":"x","lsn":24},
             "transaction":null,"op":"{{{operation}}}","ts_ms":1714000000142,"ts_us":1714000000142313}
            """;

        Assert.Equal(new(new Row(1, "new {\"op\":\"d\"}"), true, 1_714_000_000_000), Read(json));
    }

    [Fact]
    public void A_deletion_has_no_row() =>
        Assert.Equal(
            new(null, false, 5), Read("""{"op":"d","before":{"id":1},"after":null,"source":{"ts_ms":5},"ts_ms":9}"""));

    [Fact]
    public void The_schema_around_an_event_is_taken_off()
    {
        string json = """
            {"schema":{"type":"struct","fields":[{"field":"op"}]},
             "payload":{"before":null,"after":{"id":2,"name":null},"source":{"ts_ms":7},"op":"c","ts_ms":8}}
            """;

        Assert.Equal(new(new Row(2, null), true, 7), Read(json));
    }

    [Theory]
    [InlineData(
        """{"id":1,"name":"x"}""", "KAP8051",
        "The value is no change event of Debezium: it has no field 'op'; its fields are id, name. Read rows without " +
        "an envelope, such as ExtractNewRecordState makes them, with builder.Table; of others let the connector " +
        "write JSON (value.converter=org.apache.kafka.connect.json.JsonConverter).")]
    [InlineData("""{"after":{"id":1},"source":{"ts_ms":1}}""", "KAP8051", "its fields are after, source.")]
    [InlineData("""{"schema":{},"payload":null}""", "KAP8051", "its fields are schema, payload.")]
    [InlineData("[1]", "KAP8051", "Debezium: it is a JSON array, and no JSON object.")]
    [InlineData("{\"op\":", "KAP8051", "it is not JSON: ")]
    [InlineData("""{"op":"d","source":{"ts_ms":1}} x""", "KAP8051", "it is not JSON: ")]
    [InlineData("", "KAP8051", "it is not JSON: ")]
    [InlineData(
        """{"op":"u","before":{"id":1},"source":{"ts_ms":1}}""", "KAP8053",
        "The change event has op 'u' and no row: its field 'after' is missing or null. It was changed on its way, or " +
        "its connector is one that sends no whole rows. Let events through as the connector of a relational " +
        "database makes them.")]
    [InlineData("""{"op":"c","after":null,"source":{"ts_ms":1}}""", "KAP8053", "'after' is missing or null.")]
    [InlineData("""{"op":"c","after":"{}","source":{"ts_ms":1}}""", "KAP8053", "'after' is no JSON object.")]
    [InlineData(
        """{"op":"t","source":{"ts_ms":1}}""", "KAP8054",
        "The table was truncated in the database (op 't'): the event names no keys, so the rows cannot be deleted " +
        "here one by one.")]
    [InlineData("""{"op":"m","source":{"ts_ms":1}}""", "KAP8055", "The change event has op 'm', which is not known:")]
    [InlineData("""{"op":1,"source":{"ts_ms":1}}""", "KAP8055", "has op '1', which")]
    [InlineData(
        """{"op":"d","source":{"ts_sec":1},"ts_ms":5}""", "KAP8056",
        "The change event does not say when the row changed: its field 'source.ts_ms' is missing or no time since " +
        "1970. It was changed on its way: let the field 'source' through.")]
    [InlineData("""{"op":"d","source":{"ts_ms":-1}}""", "KAP8056", "'source.ts_ms' is missing")]
    [InlineData("""{"op":"d","source":{"ts_ms":1e30}}""", "KAP8056", "'source.ts_ms' is missing")]
    public void What_is_no_change_of_a_row_is_named(string json, string code, string message)
    {
        KappaException error = Assert.Throws<KappaException>(() => Read(json));

        Assert.Equal(code, error.Code);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_event_in_Confluent_s_wire_format_is_named()
    {
        KappaException error = Assert.Throws<KappaException>(() => Serde.Deserialize([0, 0, 0, 0, 7, 2, 1]));

        Assert.Equal("KAP8051", error.Code);
        Assert.Contains("schema id 7 of a schema registry", error.Message, StringComparison.Ordinal);
    }

    private static DebeziumChange<Row> Read(string json) => Serde.Deserialize(Encoding.UTF8.GetBytes(json));
}
