namespace Kappa.Snapshots.Tests;

public sealed class DeleteLimitTests
{
    [Theory]
    [InlineData("10%", 10, 100, true)]
    [InlineData("10%", 11, 100, false)]
    [InlineData("0.5%", 1, 200, true)]
    [InlineData("0%", 1, 1_000_000, false)]
    [InlineData("100%", 7, 7, true)]
    [InlineData("5", 5, 5, true)]
    [InlineData("5", 6, 1_000_000, false)]
    [InlineData("0", 0, 0, true)]
    public void A_limit_is_a_share_or_a_number(string text, long deletes, long rows, bool allowed)
    {
        Assert.True(DeleteLimit.TryParse(text, out DeleteLimit limit));

        Assert.Equal(allowed, limit.Allows(deletes, rows));
        Assert.Equal(text, limit.ToString());
    }

    [Theory]
    [InlineData("ten"), InlineData("-1"), InlineData("101%"), InlineData("%"), InlineData("-5%"), InlineData("1e2")]
    public void What_is_neither_is_no_limit(string text) => Assert.False(DeleteLimit.TryParse(text, out _));
}
