namespace Kappa.Replay.Tests;

public sealed class CutoverTests
{
    [Fact]
    public async Task After_the_cutover_the_topic_says_what_the_new_version_says_and_only_the_difference_was_published()
    {
        await using VersionsFixture fixture = await VersionsFixture.StartAsync(
            [Totals.Plain(1), Totals.Shouting(2, key => key is "b" or "d")]);
        fixture.Write([("a", "x"), ("b", "x"), ("c", "x"), ("d", "x"), ("a", "y")]);
        await fixture.SettleAsync();
        await fixture.ReplayAsync(2);
        int before = fixture.Records().Count;

        CutoverStatus status = await fixture.Versions.CutoverAsync(
            null, new CutoverOptions(), VersionsFixture.TestTimeout());

        Assert.Equal(
            (CutoverStage.Completed, true, 2, 0, 0),
            (status.Stage, status.IsAtomic, status.Published, status.Tombstones, status.Left));
        Assert.Equal(before + 2, fixture.Records().Count);
        Assert.Equal(
            new Dictionary<string, string> { ["a"] = "xy", ["b"] = "X", ["c"] = "x", ["d"] = "X" },
            fixture.LastValues());
        Assert.All(fixture.ValueTimes(), time => Assert.Equal(1, time)); // That of the row, not of the cutover.
        fixture.Write("b", "z");
        await fixture.SettleAsync();
        Assert.Equal("XZ", fixture.LastValues()["b"]);
    }

    [Fact]
    public async Task After_a_rollback_the_topic_says_what_the_old_version_says_and_only_the_difference_was_published()
    {
        await using VersionsFixture fixture = await VersionsFixture.StartAsync(
            [Totals.Plain(1), Totals.Shouting(2, key => key is "b" or "d")]);
        fixture.Write([("a", "x"), ("b", "x"), ("d", "x")]);
        await fixture.SettleAsync();
        await fixture.ReplayAsync(2);
        await fixture.Versions.CutoverAsync(null, new CutoverOptions(), VersionsFixture.TestTimeout());
        fixture.Write([("a", "y"), ("b", "y")]);
        await fixture.SettleAsync();
        int before = fixture.Records().Count;

        CutoverStatus status = await fixture.Versions.RollbackAsync(
            new CutoverOptions(), VersionsFixture.TestTimeout());

        Assert.Equal((2, 1, CutoverStage.Completed), (status.From, status.To, status.Stage));
        Assert.Equal(before + 2, fixture.Records().Count);
        Assert.Equal(
            new Dictionary<string, string> { ["a"] = "xy", ["b"] = "xy", ["d"] = "x" }, fixture.LastValues());
    }

    /// <summary>Whoever does not know whether it was done before a kill repeats the command.</summary>
    [Fact]
    public async Task A_cutover_or_a_rollback_that_is_repeated_does_not_undo_itself()
    {
        await using VersionsFixture fixture = await VersionsFixture.StartAsync(
            [Totals.Plain(1), Totals.Shouting(2, key => key is "b")]);
        fixture.Write("b", "x");
        await fixture.SettleAsync();
        await fixture.ReplayAsync(2);

        await fixture.Versions.CutoverAsync(null, new CutoverOptions(), VersionsFixture.TestTimeout());
        KappaException forward = await Assert.ThrowsAsync<KappaException>(() => fixture.Versions.CutoverAsync(
            null, new CutoverOptions(), VersionsFixture.TestTimeout()));
        Assert.Equal("X", fixture.LastValues()["b"]);
        await fixture.Versions.RollbackAsync(new CutoverOptions(), VersionsFixture.TestTimeout());
        KappaException back = await Assert.ThrowsAsync<KappaException>(() => fixture.Versions.RollbackAsync(
            new CutoverOptions(), VersionsFixture.TestTimeout()));

        Assert.Equal(("KAP4013", "KAP4020"), (forward.Code, back.Code));
        Assert.Equal("x", fixture.LastValues()["b"]);
    }
}
