namespace Kappa.Replay.Tests;

public sealed class FollowedPositionTests
{
    /// <summary>As the builds wrote it in which an image had the position of a task's stores.</summary>
    [Fact]
    public void The_bytes_are_part_of_the_format()
    {
        var position = new FollowedPosition(300, 1, 5, 200);

        byte[] bytes = position.Encode();

        Assert.Equal([2, 0xAC, 0x02, 1, 2, 5, 0xC8, 0x01, 0xC8, 0x01], bytes);
        Assert.Equal(position, FollowedPosition.Read(bytes));
    }

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 1, 5, 0, 2, 5, 7 })] // Did not say when it was written.
    [InlineData(new byte[] { 2, 5, 0, 3, 5, 7, 7 })]
    [InlineData(new byte[] { 2, 5, 0, 2, 5, 0x80 })]
    [InlineData(new byte[] { 3, 5, 0, 2, 5, 7, 7 })]
    public void What_is_no_position_of_this_version_is_none(byte[] bytes) =>
        Assert.Null(FollowedPosition.Read(bytes));
}
