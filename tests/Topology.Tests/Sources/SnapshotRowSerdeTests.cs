using System.Text;
using Kappa.Sources;

namespace Kappa.Topologies.Tests;

public sealed class SnapshotRowSerdeTests
{
    private static readonly SnapshotRowSerde<Row> Serde = new(Serdes.Json<Row>());

    private sealed record Row(int Id, string? Name);

    [Fact]
    public void A_row_is_read_by_the_serde_of_its_type() =>
        Assert.Equal(new Row(1, "Ä"), Serde.Deserialize("""{"id":1,"name":"Ä"}"""u8));

    [Fact]
    public void Its_name_is_that_of_the_serde_inside_so_that_fingerprints_stay() =>
        Assert.Equal("json(Row)", Serde.Name);

    [Theory]
    [InlineData("[1]", "0x5b315d")]
    [InlineData("\"text\"", "0x227465787422")]
    [InlineData("", "nothing")]
    public void A_value_that_is_no_row_is_named(string value, string shown)
    {
        KappaException error = Assert.Throws<KappaException>(() => Serde.Deserialize(Encoding.UTF8.GetBytes(value)));

        Assert.Equal("KAP8050", error.Code);
        Assert.Equal(
            $"The value is no row of a snapshot: it begins with {shown}, and a row is a JSON object. `kappa snapshot " +
            "apply` writes rows; somebody else wrote this record. Read the topic with builder.Table and the serde " +
            "that it was written with, or read another topic.",
            error.Message);
    }

    [Fact]
    public void A_value_in_Confluent_s_wire_format_is_named()
    {
        KappaException error = Assert.Throws<KappaException>(() => Serde.Deserialize([0, 0, 0, 0, 7, 2, 1]));

        Assert.Equal("KAP8050", error.Code);
        Assert.Contains("schema id 7 of a schema registry", error.Message, StringComparison.Ordinal);
    }
}
