using Kappa.Engine;

namespace Kappa.Replay.Tests;

/// <summary>Of an engine a replay knows what <see cref="IVersionRunner"/> says, and no more.</summary>
public sealed class ForeignVersionTests
{
    [Fact]
    public async Task A_version_that_no_engine_of_Kappa_runs_is_replayed_compared_switched_to_and_back()
    {
        var runner = new ForeignRunner();
        await using VersionsFixture fixture = await VersionsFixture.StartAsync(
            [Totals.Plain(1), Totals.Shouting(2, _ => true)], runner: runner);
        fixture.Write([("a", "x"), ("b", "y"), ("a", "Z")]);
        await fixture.SettleAsync();

        await fixture.ReplayAsync(2);
        using (VersionDiff diff = await fixture.Versions.DiffAsync(1, 2, null, VersionsFixture.TestTimeout()))
        {
            Assert.Equal(
                ["joined: 0 same, 2 changed", "totals: 0 same, 2 changed"],
                diff.Compare(2, CancellationToken.None)
                    .Select(table => $"{table.Name}: {table.Same} same, {table.Changed} changed").Order());
        }

        CutoverStatus there = await fixture.Versions.CutoverAsync(
            2, new CutoverOptions { MostDifferences = null }, VersionsFixture.TestTimeout());
        fixture.Write("a", "w");
        await fixture.SettleAsync();

        Assert.Equal((CutoverStage.Completed, 2L), (there.Stage, there.Published));
        Assert.Equal([new("a", "XZW"), new("b", "Y")], fixture.LastValues());

        await fixture.Versions.RollbackAsync(
            new CutoverOptions { MostDifferences = null, MostLag = 100 }, VersionsFixture.TestTimeout());
        fixture.Write("b", "v");
        await fixture.SettleAsync();

        Assert.Equal([new("a", "xZw"), new("b", "yv")], fixture.LastValues());
        Assert.Null(fixture.Fatal);
        Assert.Equal(
            ["totals.v1.i1 LiveRole", "totals.v2.i1 ShadowRole", "totals.v2.i1 LiveRole", "totals.v1.i1 ShadowRole"],
            runner.Opened.Distinct());
        Assert.Equal(
            [
                (CutoverStep.Switched, 2), (CutoverStep.Completed, 2), (CutoverStep.Switched, 1),
                (CutoverStep.Completed, 1),
            ],
            runner.Cuts(fixture.Log, Totals.Name).ReadCutovers().Select(cutover => (cutover.Step, cutover.ToVersion)));
    }
}
