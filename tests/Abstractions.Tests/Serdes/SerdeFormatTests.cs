namespace Kappa.Tests;

/// <summary>
/// The bytes of each serde, pinned: expected ones come from the formats of Kafka, IEEE 754, RFC 9562 and JSON.
/// </summary>
public sealed class SerdeFormatTests
{
    [Theory]
    [InlineData(0, "00000000")]
    [InlineData(1, "00000001")]
    [InlineData(-2, "fffffffe")]
    [InlineData(0x12345678, "12345678")]
    public void Int32_is_4_bytes_highest_first(int value, string expected) =>
        Assert.Equal(expected, Serdes.Int32.Hex(value));

    [Theory]
    [InlineData(1, "0000000000000001")]
    [InlineData(-1, "ffffffffffffffff")]
    [InlineData(0x0123456789abcdef, "0123456789abcdef")]
    public void Int64_is_8_bytes_highest_first(long value, string expected) =>
        Assert.Equal(expected, Serdes.Int64.Hex(value));

    [Theory]
    [InlineData(1.5, "3ff8000000000000")]
    [InlineData(-2.0, "c000000000000000")]
    [InlineData(0.0, "0000000000000000")]
    public void Double_is_IEEE_754_highest_byte_first(double value, string expected) =>
        Assert.Equal(expected, Serdes.Double.Hex(value));

    [Fact]
    public void Guid_is_its_text_as_bytes() => Assert.Equal(
        "00112233445566778899aabbccddeeff",
        Serdes.Guid.Hex(Guid.Parse("00112233-4455-6677-8899-aabbccddeeff")));

    [Theory]
    [InlineData("", "")]
    [InlineData("Zürich", "5ac3bc72696368")]
    [InlineData("😀", "f09f9880")]
    public void String_is_UTF_8_without_a_byte_order_mark(string value, string expected) =>
        Assert.Equal(expected, Serdes.String.Hex(value));

    [Fact]
    public void Json_has_camel_case_names_and_no_white_space() => Assert.Equal(
        """{"flightNumber":7,"city":null}"""u8.ToArray(),
        Serdes.Json<Sample>().Bytes(new Sample(7, null)));

    [Fact]
    public void Json_of_generated_code_and_of_reflection_is_the_same()
    {
        var value = new Sample(7, "Zürich");

        Assert.Equal(Serdes.Json<Sample>().Bytes(value), Serdes.Json(SerdeJson.Default.Sample).Bytes(value));
        Assert.Equal("json(Sample)", Serdes.Json<Sample>().Name);
        Assert.Equal("json(Sample)", Serdes.Json(SerdeJson.Default.Sample).Name);
    }

    [Fact]
    public void Json_is_read_without_regard_to_case()
    {
        Sample value = Serdes.Json<Sample>().Deserialize("""{"FLIGHTNUMBER":7,"City":"Bern"}"""u8);

        Assert.Equal(new Sample(7, "Bern"), value);
    }

    [Fact]
    public void Json_writes_a_tuple_with_its_fields() => Assert.Equal(
        """{"item1":1,"item2":"a"}"""u8.ToArray(), Serdes.Json<(int, string)>().Bytes((1, "a")));

    [Fact]
    public void Nullable_has_the_bytes_of_the_value()
    {
        ISerde<long?> serde = Serdes.Nullable(Serdes.Int64);

        Assert.Equal("0000000000000005", serde.Hex(5));
        Assert.Equal(5, serde.Deserialize(serde.Bytes(5)));
        Assert.Equal(-5, serde.DeserializeSorted(serde.SortedBytes(-5)));
    }

    [Fact]
    public void Bytes_stay_as_they_are() =>
        Assert.Equal([1, 2, 255], Serdes.Bytes.Deserialize(Serdes.Bytes.Bytes([1, 2, 255])));
}
