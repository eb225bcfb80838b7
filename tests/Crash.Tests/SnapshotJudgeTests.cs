using Xunit.Sdk;

namespace Kappa.Crash.Tests;

/// <summary>The judge of snapshots finds what it is there for.</summary>
public sealed class SnapshotJudgeTests
{
    private static readonly Dictionary<string, string> Dump = new() { ["a"] = "1", ["b"] = "2", ["c"] = "3" };

    // The table before has b as it is in the dump, another c, and d.
    private static readonly SnapshotRecord[] Before = [Of("b", "2"), Of("c", "0"), Of("d", "4")];
    private static readonly SnapshotRecord[] Changes =
        [Of("a", "1", "insert"), Of("c", "3", "update"), Of("d", null, "delete")];

    [Fact]
    public void A_snapshot_that_is_whole_is_there_and_others_may_write_behind_it()
    {
        Assert.Equal(new SnapshotVerdict(true, true, 3), Judge([.. Before, .. Changes]));
        Assert.Equal(new SnapshotVerdict(true, false, 3), Judge([.. Before, .. Changes, Of("e", "5")]));
        Assert.Equal(
            new SnapshotVerdict(true, true, 3), Judge([.. Before, Changes[2], Of("a", "1"), Changes[1], Changes[0]]));
        Assert.Equal(new SnapshotVerdict(true, true, 0), Judge([Of("a", "1"), Of("b", "2"), Of("c", "3")]));
        Assert.Equal(new SnapshotVerdict(false, false, 0), Judge(Before, isRemembered: false));
    }

    [Theory]
    [InlineData("a"), InlineData("c"), InlineData("d")]
    public void A_snapshot_without_one_of_its_records_is_found(string key) =>
        AssertFound([.. Before, .. Changes.Where(record => record.Key != key)]);

    [Fact]
    public void A_record_that_comes_twice_or_says_something_else_is_found()
    {
        AssertFound([.. Before, .. Changes, Changes[0]]);
        AssertFound([.. Before, .. Changes, Of("b", "2", "update")]);
        AssertFound([.. Before, .. Changes[1..], Of("a", "1", "update")]);
        AssertFound([.. Before, .. Changes[1..], Of("a", "7", "insert")]);
    }

    [Fact]
    public void A_snapshot_that_was_compared_before_others_wrote_is_found() =>
        AssertFound([.. Before, Of("b", "9"), .. Changes]);

    [Fact]
    public void Records_without_a_manifest_and_a_manifest_without_records_are_found()
    {
        AssertFound([.. Before, .. Changes], isRemembered: false);
        AssertFound(Before);
    }

    private static SnapshotRecord Of(string key, string? value, string? operation = null) =>
        new(0, key, value, operation is null ? null : "1", operation);

    private static SnapshotVerdict Judge(SnapshotRecord[] records, bool isRemembered = true) =>
        new SnapshotJudge(Dump, "1", partitions: 1).Judge(records, isRemembered ? ["0", "1"] : ["0"]);

    private static void AssertFound(SnapshotRecord[] records, bool isRemembered = true) =>
        Assert.ThrowsAny<XunitException>(() => Judge(records, isRemembered));
}
