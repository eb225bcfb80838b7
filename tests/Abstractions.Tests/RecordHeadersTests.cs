using System.Text;

namespace Kappa.Tests;

public sealed class RecordHeadersTests
{
    /// <summary>a: 1, a: null, b: no bytes.</summary>
    private static readonly byte[] Bytes = [6, 2, (byte)'a', 2, (byte)'1', 2, (byte)'a', 1, 2, (byte)'b', 0];

    [Fact]
    public void Headers_come_in_their_order_and_null_is_not_the_same_as_no_bytes()
    {
        var headers = new RecordHeaders(Bytes);
        var seen = new List<string>();
        for (int index = 0; index < headers.Count; index++)
        {
            RecordHeader header = headers.At(index);
            seen.Add($"{header.Name}={(header.HasValue ? Encoding.UTF8.GetString(header.Value) : "null")}");
        }

        Assert.Equal(["a=1", "a=null", "b="], seen);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    public void A_place_that_no_header_has_is_refused(int index) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new RecordHeaders(Bytes).At(index).Name);
}
