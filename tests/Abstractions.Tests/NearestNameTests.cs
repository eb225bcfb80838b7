namespace Kappa.Tests;

public sealed class NearestNameTests
{
    [Theory]
    [InlineData("flihgts", "flights")]
    [InlineData("airport", "airports")]
    [InlineData("flights", "flights")]
    public void Name_with_a_slip_is_found(string wanted, string expected) =>
        Assert.Equal(expected, NearestName.Find(wanted, ["airports", "flights", "x"]));

    [Theory]
    [InlineData("delays")]
    [InlineData("")]
    public void Name_unlike_all_others_finds_none(string wanted) =>
        Assert.Null(NearestName.Find(wanted, ["airports", "flights"]));

    [Fact]
    public void Nothing_is_found_among_no_names() => Assert.Null(NearestName.Find("flights", []));

    [Fact]
    public void Suggestion_ends_a_message_or_is_empty()
    {
        Assert.Equal(" Did you mean 'flights'?", NearestName.Suggestion("flight", ["flights"]));
        Assert.Equal("", NearestName.Suggestion("flight", ["airports"]));
    }
}
