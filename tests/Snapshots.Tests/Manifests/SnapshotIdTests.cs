namespace Kappa.Snapshots.Tests;

public sealed class SnapshotIdTests
{
    [Theory]
    [InlineData("2026-11-30", "2026-12-01", true)]
    [InlineData("2026-12-01", "2026-11-30", false)]
    [InlineData("export-9.csv", "export-10.csv", true)]
    [InlineData("export-10.csv", "export-9.csv", false)]
    [InlineData("7", "007", false)]
    [InlineData("monday", "tuesday", false)]
    [InlineData("tuesday", "monday", false)]
    [InlineData("2026-11-30", "nightly", false)]
    public void Ids_that_differ_in_their_numbers_are_in_order_and_others_in_none(
        string id, string other, bool before) =>
        Assert.Equal(before, SnapshotId.IsBefore(id, other));
}
