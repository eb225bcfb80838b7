using System.Text;

namespace Kappa.Snapshots.Tests;

/// <summary>Rows that say the same have the same bytes.</summary>
public sealed class CanonicalRowTests
{
    [Theory]
    [InlineData("1", "1")]
    [InlineData("1.0", "1")]
    [InlineData("1e0", "1")]
    [InlineData("10E-1", "1")]
    [InlineData("0.10e1", "1")]
    [InlineData("-0", "0")]
    [InlineData("-0.0e7", "0")]
    [InlineData("-1.50", "-1.5")]
    [InlineData("0.0000010", "0.000001")]
    [InlineData("0.0000001", "1e-7")]
    [InlineData("1234567.8900", "1234567.89")]
    [InlineData("1e3", "1000")]
    [InlineData("123456789012345678901", "123456789012345678901")]
    [InlineData("1.5e300", "1.5e+300")]
    [InlineData("15e299", "1.5e+300")]
    [InlineData("0.1234567890123456789012345678901", "0.1234567890123456789012345678901")]
    public void A_number_has_one_notation_and_keeps_every_digit(string number, string canonical) =>
        Assert.Equal($$"""{"n":{{canonical}}}""", Canonical($$"""{"n":{{number}}}"""));

    [Theory]
    [InlineData("""{"b":1,"a":2}""", """{"a":2,"b":1}""")]
    [InlineData("""{ "a" : [ 1.0, {"d":1,"c":2} ] , "b" : {"z":null,"y":{"x":1,"w":true}} }""",
        """{"a":[1,{"c":2,"d":1}],"b":{"y":{"w":true,"x":1},"z":null}}""")]
    [InlineData("""{"\u0061":"\u00e9\/\u0022\u000a\u0001"}""", """{"a":"é/\"\n\u0001"}""")]
    public void Order_of_names_spaces_and_escapes_say_nothing(string row, string canonical)
    {
        Assert.Equal(canonical, Canonical(row));
        Assert.Equal(canonical, Canonical(canonical));
    }

    [Theory]
    [InlineData("""{"a":1,"\u0061":2}""", "The name 'a' comes twice")]
    [InlineData("[1]", "no object")]
    [InlineData("""{"a":1}{}""", "is not JSON")]
    [InlineData("""{"a":1""", "is not JSON")]
    [InlineData("""{"a":"\ud800"}""", "half a surrogate pair")]
    public void What_is_no_row_is_said(string row, string reason) =>
        Assert.Contains(reason, new CanonicalRow().Read(Encoding.UTF8.GetBytes(row)), StringComparison.Ordinal);

    [Theory]
    [InlineData("a", """{"a":"x y"}""", "x y")]
    [InlineData("a", """{"a":1.0}""", "1")]
    [InlineData("a", """{"a":"\"\u00e9"}""", "\"é")]
    [InlineData("a,b", """{"b":2.0,"a":"x"}""", """["x",2]""")]
    [InlineData("ö\"", """{"ö\"":true}""", "true")]
    public void A_key_is_the_canonical_value_of_its_fields(string fields, string row, string key)
    {
        var canonical = new CanonicalRow();
        Assert.Null(canonical.Read(Encoding.UTF8.GetBytes(row)));
        var rowKey = new RowKey(fields.Split(','));

        Assert.Null(rowKey.Read(canonical));

        Assert.Equal(key, Encoding.UTF8.GetString(rowKey.Value));
    }

    private static string Canonical(string row)
    {
        var canonical = new CanonicalRow();
        Assert.Null(canonical.Read(Encoding.UTF8.GetBytes(row)));
        return Encoding.UTF8.GetString(canonical.Value);
    }
}
