using Kappa.Replay;
using Kappa.Replay.Tests;

namespace Kappa.StreamizHosting.Tests;

/// <summary>A version of Streamiz among the versions of Kappa: nothing above it knows what computes it.</summary>
public sealed class StreamizVersionTests
{
    private static readonly CutoverOptions Any = new() { MostDifferences = null, MostLag = 100 };

    [Fact]
    public async Task A_version_of_Kappa_is_replayed_beside_one_of_Streamiz_is_the_same_and_is_switched_to_and_back()
    {
        await using VersionsFixture fixture = await VersionsFixture.StartAsync(
            [StreamizTotals.Version(1), Totals.Plain(2)]);

        await AssertMovesAsync(fixture);
    }

    [Fact]
    public async Task A_version_of_Streamiz_is_replayed_beside_one_of_Kappa_is_the_same_and_is_switched_to_and_back()
    {
        await using VersionsFixture fixture = await VersionsFixture.StartAsync(
            [Totals.Plain(1), StreamizTotals.Version(2)]);

        await AssertMovesAsync(fixture);
    }

    [Fact]
    public async Task A_version_that_computes_something_else_publishes_what_differs()
    {
        await using VersionsFixture fixture = await VersionsFixture.StartAsync(
            [StreamizTotals.Version(1), Totals.Shouting(2, key => key == "a")]);
        fixture.Write([("a", "x"), ("b", "y"), ("a", "z")]);
        await fixture.SettleAsync();
        await fixture.ReplayAsync(2);

        CutoverStatus there = await fixture.Versions.CutoverAsync(2, Any, VersionsFixture.TestTimeout());
        Assert.Equal(1, there.Published);
        Assert.Equal([new("a", "XZ"), new("b", "y")], fixture.LastValues());

        await fixture.Versions.RollbackAsync(Any, VersionsFixture.TestTimeout());
        Assert.Equal([new("a", "xz"), new("b", "y")], fixture.LastValues());
    }

    [Fact]
    public async Task A_replay_of_Streamiz_is_verified_byte_by_byte_and_goes_on_after_a_pause()
    {
        await using VersionsFixture fixture = await VersionsFixture.StartAsync(
            [StreamizTotals.Version(1), StreamizTotals.Version(2)]);
        fixture.Write([("a", "x"), ("b", "y"), ("a", "z")]);
        await fixture.SettleAsync();
        await fixture.ReplayAsync(2);
        await fixture.Versions.PauseAsync("test", null, VersionsFixture.TestTimeout());
        fixture.Write([("c", "v"), ("a", "w")]);
        await fixture.SettleAsync();
        await fixture.Versions.ResumeAsync("test", null, VersionsFixture.TestTimeout());
        await fixture.WaitForAsync(2, VersionState.CaughtUp);

        using VersionDiff diff = await fixture.Versions.DiffAsync(1, 2, null, VersionsFixture.TestTimeout());

        Assert.All(diff.Compare(5, CancellationToken.None), table => Assert.True(table.IsSame, table.Name));
        Assert.Equal([new("a", "xzw"), new("b", "y"), new("c", "v")], fixture.LastValues());
    }

    private static async Task AssertMovesAsync(VersionsFixture fixture)
    {
        fixture.Write([("a", "x"), ("b", "y"), ("a", "z")]);
        await fixture.SettleAsync();
        await fixture.ReplayAsync(2);
        using (VersionDiff diff = await fixture.Versions.DiffAsync(1, 2, null, VersionsFixture.TestTimeout()))
        {
            TableComparison joined = diff.Compare(2, CancellationToken.None)
                .Single(table => table.Name == Totals.Output);
            Assert.Equal((2, 0), (joined.Same, joined.Differences));
        }

        CutoverStatus there = await fixture.Versions.CutoverAsync(2, Any, VersionsFixture.TestTimeout());
        fixture.Write("a", "w");
        await fixture.SettleAsync();

        Assert.Equal((CutoverStage.Completed, 0L), (there.Stage, there.Published));
        Assert.Equal([new("a", "xzw"), new("b", "y")], fixture.LastValues());

        await fixture.Versions.RollbackAsync(Any, VersionsFixture.TestTimeout());
        fixture.Write("b", "v");
        await fixture.SettleAsync();

        Assert.Equal([new("a", "xzw"), new("b", "yv")], fixture.LastValues());
        Assert.Null(fixture.Fatal);
    }
}
