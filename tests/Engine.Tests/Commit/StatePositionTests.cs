namespace Kappa.Engine.Tests;

/// <summary>What a state on disk says of itself.</summary>
public sealed class StatePositionTests
{
    [Fact]
    public void Its_stores_are_named_so_that_others_of_the_same_number_are_not_taken_for_them()
    {
        var writer = new ByteWriter();
        StatePosition.Write(writer, 3, 7, ["counts", "totals"], [10, 300], 5);

        StatePosition read = StatePosition.Read(writer.Written, "x");

        Assert.Equal((3, 7, 5), (read.Generation, read.Cut, read.WrittenMs));
        Assert.Equal([10L, 300], read.ChangelogEnds);
        Assert.True(read.IsOf(["counts", "totals"]));
        Assert.False(read.IsOf(["counts", "sums"]));
    }

    [Theory]
    [InlineData(new byte[] { 1, 3, 7, 2, 10, 0xAC, 0x02 }, 0)]
    [InlineData(new byte[] { 2, 3, 7, 2, 10, 0xAC, 0x02, 5 }, 5)]
    public void Older_ones_name_stores_by_their_place(byte[] bytes, long writtenMs)
    {
        StatePosition read = StatePosition.Read(bytes, "x");

        Assert.Equal((3, 7, writtenMs), (read.Generation, read.Cut, read.WrittenMs));
        Assert.Equal([10L, 300], read.ChangelogEnds);
        Assert.True(read.IsOf(["a", "b"]));
        Assert.False(read.IsOf(["a"]));
    }
}
