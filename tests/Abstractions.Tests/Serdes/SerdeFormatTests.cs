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

    /// <summary>By hand: two's complement, IEEE 754, scale and digits, days and ticks since the year 1.</summary>
    [Fact]
    public void Other_numbers_are_their_bytes_highest_first()
    {
        Assert.Equal("fe", Serdes.SByte.Hex<sbyte>(-2));
        Assert.Equal("ff", Serdes.Byte.Hex<byte>(255));
        Assert.Equal("fffe", Serdes.Int16.Hex<short>(-2));
        Assert.Equal("fffe", Serdes.UInt16.Hex<ushort>(65_534));
        Assert.Equal("fffffffe", Serdes.UInt32.Hex(uint.MaxValue - 1));
        Assert.Equal("fffffffffffffffe", Serdes.UInt64.Hex(ulong.MaxValue - 1));
        Assert.Equal("fffffffffffffffffffffffffffffffe", Serdes.Int128.Hex<Int128>(-2));
        Assert.Equal("00000000000000010000000000000000", Serdes.UInt128.Hex(UInt128.One << 64));
        Assert.Equal("3e00", Serdes.Half.Hex((Half)1.5));
        Assert.Equal("c0200000", Serdes.Single.Hex(-2.5f));
        Assert.Equal("01", Serdes.Boolean.Hex(true));
        Assert.Equal("02000000000000000000000096", Serdes.Decimal.Hex(1.50m));
        Assert.Equal("80000000010000000000000000", Serdes.Decimal.Hex(-18_446_744_073_709_551_616m));
    }

    [Fact]
    public void Dates_and_times_are_days_and_ticks_highest_byte_first()
    {
        Assert.Equal("00000001", Serdes.DateOnly.Hex(new DateOnly(1, 1, 2)));
        Assert.Equal("0000000000989680", Serdes.TimeOnly.Hex(new TimeOnly(0, 0, 1)));
        Assert.Equal("ffffffffffffffff", Serdes.TimeSpan.Hex(TimeSpan.FromTicks(-1)));
        Assert.Equal("000000000098968001", Serdes.DateTime.Hex(new DateTime(1, 1, 1, 0, 0, 1, DateTimeKind.Utc)));
        Assert.Equal(
            "0000000861c46800" + "ffc4", // 01:00:00 in UTC, an hour west of it.
            Serdes.DateTimeOffset.Hex(new DateTimeOffset(1, 1, 1, 0, 0, 0, TimeSpan.FromHours(-1))));
    }
}
