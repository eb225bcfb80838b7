using System.Text;
using Kappa.Sources;

namespace Kappa.Topologies.Tests;

public sealed class DebeziumKeySerdeTests
{
    [Theory]
    [InlineData("""{"id":1}""", "1")]
    [InlineData("""{"id":-20}""", "-20")]
    [InlineData("""{"iata":"ORD"}""", "ORD")]
    [InlineData("""{"name":"a\"b\\\u00e4\ud83d\ude00"}""", "a\"b\\ä😀")]
    [InlineData("""{"on":true}""", "true")]
    [InlineData("""{"shop":"a","article":1}""", "[\"a\",1]")]
    [InlineData("""{"shop":"a\"\\\n\u0001\u00e4/\/","article":"😀"}""", "[\"a\\\"\\\\\\n\\u0001ä//\",\"😀\"]")]
    [InlineData("""{"schema":{"type":"struct"},"payload":{"id":1}}""", "1")]
    [InlineData("""{"schema":"s","payload":"p"}""", "[\"s\",\"p\"]")]
    public void A_key_is_the_text_that_a_snapshot_writes(string key, string text) =>
        Assert.Equal(text, Read(key));

    [Fact]
    public void Named_columns_come_in_the_order_in_which_they_are_named() =>
        Assert.Equal("[\"a\",1]", Read("""{"article":1,"shop":"a"}""", "shop", "article"));

    [Fact]
    public void A_key_of_another_type_is_read_by_its_serde() =>
        Assert.Equal(7, new DebeziumKeySerde<long>(Serdes.Json<long>(), null).Deserialize("""{"id":7}"""u8));

    [Fact]
    public void Columns_are_part_of_the_fingerprint()
    {
        Assert.Equal("debezium-key(string)", new DebeziumKeySerde<string>(Serdes.String, null).Name);
        Assert.Equal(
            "debezium-key(string: shop, article)",
            new DebeziumKeySerde<string>(Serdes.String, ["shop", "article"]).Name);
    }

    [Theory]
    [InlineData(
        """{"id":1}""", "shop,article",
        "The key has the columns id, and DebeziumTable expects shop, article. Name those that the topic has, in the " +
        "order of --key, or leave them out.")]
    [InlineData("""{"shop":1,"id":2}""", "shop,article", "The key has the columns shop, id, and")]
    [InlineData("""{"shop":1,"id":2}""", "shop", "The key has the columns shop, id, and")]
    [InlineData("{}", null, "The key has no columns")]
    [InlineData("""{"id":null}""", null, "The key column 'id' is null, and a key is of texts, whole numbers,")]
    [InlineData("""{"id":1.50}""", null, "The key column 'id' is no whole number, and")]
    [InlineData("""{"id":1e3}""", null, "The key column 'id' is no whole number, and")]
    [InlineData("""{"id":-0}""", null, "The key column 'id' is no whole number, and")]
    [InlineData("""{"id":{"scale":1}}""", null, "The key column 'id' is a JSON object, and")]
    [InlineData("ORD", null, "The key is no JSON object of key columns, as Debezium writes it: it is not JSON: ")]
    [InlineData("1", null, "as Debezium writes it: it is a number, and no JSON object.")]
    public void A_key_that_is_another_one_is_named(string key, string? columns, string message)
    {
        KappaException error = Assert.Throws<KappaException>(() => Read(key, columns?.Split(',') ?? []));

        Assert.Equal("KAP8052", error.Code);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    private static string Read(string key, params string[] columns) =>
        new DebeziumKeySerde<string>(Serdes.String, columns.Length == 0 ? null : columns)
            .Deserialize(Encoding.UTF8.GetBytes(key));
}
