namespace Kappa.Tests;

/// <summary>Bytes that are none of a serde's: the message names the serde, the length and the first bytes.</summary>
public sealed class SerdeErrorTests
{
    private const StringComparison Exactly = StringComparison.Ordinal;

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(9)]
    public void Numbers_and_Guids_take_their_own_length_only(int length)
    {
        byte[] data = new byte[length];

        Assert.Equal("KAP1101", Serdes.Int32.Error(data).Code);
        Assert.Equal("KAP1101", Serdes.Int64.Error(data).Code);
        Assert.Equal("KAP1101", Serdes.Double.Error(data).Code);
        Assert.Equal("KAP1101", Serdes.Guid.Error(data).Code);
    }

    [Fact]
    public void Every_truncation_of_a_number_or_time_is_refused_and_so_is_what_no_value_has()
    {
        IsWhole(Serdes.Int128, Int128.MaxValue);
        IsWhole(Serdes.Half, (Half)1);
        IsWhole(Serdes.Single, 1f);
        IsWhole(Serdes.Decimal, 1.5m);
        IsWhole(Serdes.Boolean, true);
        IsWhole(Serdes.DateTime, DateTime.UnixEpoch);
        IsWhole(Serdes.DateTimeOffset, DateTimeOffset.UnixEpoch);
        IsWhole(Serdes.DateOnly, DateOnly.MaxValue);
        IsWhole(Serdes.TimeOnly, TimeOnly.MaxValue);
        IsWhole(Serdes.TimeSpan, TimeSpan.MaxValue);

        Assert.Equal("KAP1101", Serdes.Boolean.Error([2]).Code);
        Assert.Equal("KAP1101", Serdes.Decimal.Error([29, .. new byte[12]]).Code);
        Assert.Equal("KAP1101", Serdes.DateOnly.Error([0x7f, 0xff, 0xff, 0xff]).Code);
        Assert.Equal("KAP1101", Serdes.TimeOnly.Error([0x7f, .. new byte[7]]).Code);
        Assert.Equal("KAP1101", Serdes.DateTime.Error([0, 0, 0, 0, 0, 0, 0, 0, 2]).Code);
        Assert.Equal("KAP1101", Serdes.DateTimeOffset.Error([0xff, .. new byte[9]]).Code);
    }

    [Fact]
    public void A_local_time_is_refused_as_another_machine_would_read_another_one()
    {
        DateTime local = DateTime.SpecifyKind(DateTime.UnixEpoch, DateTimeKind.Local);

        KappaException error = Assert.Throws<KappaException>(() => Serdes.DateTime.Bytes(local));

        Assert.Equal("KAP1102", error.Code);
    }

    [Fact]
    public void Message_says_serde_length_and_first_bytes()
    {
        KappaException error = Serdes.Int32.Error([0xca, 0xfe, 0x01]);

        Assert.Contains("'int32' cannot read 3 bytes that begin with 0xcafe01", error.Message, Exactly);
    }

    [Fact]
    public void Message_shows_16_bytes_of_a_long_value()
    {
        KappaException error = Serdes.Int32.Error(new byte[1_000]);

        Assert.Contains($"1000 bytes that begin with 0x{new string('0', 32)}…", error.Message, Exactly);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(100)]
    public void String_refuses_bytes_that_are_not_UTF_8(int length)
    {
        byte[] data = [.. Enumerable.Repeat((byte)0xff, length)];

        Assert.Equal("KAP1101", Serdes.String.Error(data).Code);
    }

    [Fact]
    public void String_refuses_half_a_surrogate_pair()
    {
        KappaException error = Assert.Throws<KappaException>(() => Serdes.String.Bytes("ab\ud800"));

        Assert.Equal("KAP1102", error.Code);
    }

    [Fact]
    public void A_message_in_Confluents_wire_format_is_recognised_with_the_id_of_its_schema()
    {
        byte[] data = [0, 0, 0, 1, 2, .. "\u0006abc"u8];

        Assert.Contains(
            "as Confluent's wire format is: a byte 0, then schema id 258", Serdes.Json<int[]>().Error(data).Message,
            Exactly);
        Assert.Contains("schema id 258", Serdes.Int32.Error(data).Message, Exactly);
    }

    [Theory]
    [InlineData(new byte[] { 0, 0, 0, 1, 2 })]
    [InlineData(new byte[] { 0, 0xff, 0, 1, 2, 3 })]
    [InlineData(new byte[] { 0, 0, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 1, 0, 0, 0, 1, 2 })]
    public void Other_bytes_are_not_taken_for_Confluents_wire_format(byte[] data) =>
        Assert.DoesNotContain("Confluent", Serdes.Json<int[]>().Error(data).Message, Exactly);

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[1] [2]")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    public void Json_refuses_what_is_not_a_value_of_its_type(string text)
    {
        KappaException error = Serdes.Json<int[]>().Error(System.Text.Encoding.UTF8.GetBytes(text));

        Assert.Equal("KAP1101", error.Code);
        Assert.Contains("'json(int[])'", error.Message, Exactly);
    }

    [Fact]
    public void Json_refuses_a_type_that_has_nothing_to_write()
    {
        KappaException error = Assert.Throws<KappaException>(Serdes.Json<Nothing>);

        Assert.Equal("KAP1103", error.Code);
        Assert.Contains("Nothing", error.Message, Exactly);
    }

    private static void IsWhole<T>(ISerde<T> serde, T value)
    {
        byte[] whole = serde.Bytes(value);

        Assert.All(
            Enumerable.Range(0, whole.Length), length => Assert.Equal("KAP1101", serde.Error(whole[..length]).Code));
        Assert.Equal("KAP1101", serde.Error([.. whole, 0]).Code);
    }

    private sealed class Nothing;
}
