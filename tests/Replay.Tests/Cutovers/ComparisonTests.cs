namespace Kappa.Replay.Tests;

/// <summary>A comparison reads what both have at one cut, while both go on.</summary>
[Collection(nameof(ComparisonTests))]
[CollectionDefinition(nameof(ComparisonTests), DisableParallelization = true)]
public sealed class ComparisonTests
{
    [Fact]
    public async Task A_comparison_holds_no_more_memory_for_a_larger_table_and_both_versions_go_on_meanwhile()
    {
        int keys = Campaign.Choose(30_000, 60_000);
        string padding = new('p', 300);
        await using Scenario scenario = await Scenario.StartAsync(
            [Letters.Plain(1), Letters.Shouting(2, _ => true)], onDisk: true);
        await scenario.WriteManyAsync(
            [.. Enumerable.Range(0, keys).Select(number => ($"key-{number:00000}", padding))]);
        await scenario.Fixture.ReplayAsync(2);
        await scenario.FollowAsync(2);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        long most = 0;
        long cut = scenario.Versions.Live!.Status.Cut.Number;
        int seen = 0;

        using VersionDiff diff = await scenario.Versions.DiffAsync(1, 2, null, VersionsFixture.TestTimeout());
        foreach ((TableKind _, RowDifference difference) in diff.Differences())
        {
            Assert.NotEqual(difference.Old!.ValueJson, difference.New!.ValueJson);
            if (++seen % (keys / 3) == keys / 6)
            {
                await scenario.WriteAsync(("key-00000", "more"), ("later", "x"));
                await scenario.FollowAsync(2);
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
            }
        }

        // Of a sample, one table has 9 MB of values; the stores and the output of both make 36 MB. Else twice that.
        Assert.Equal(2 * keys, seen);
        Assert.InRange(most, 0, 6 << 20);
        Assert.Equal(cut, diff.AsOf.Cut);
        Assert.True(scenario.Versions.Live!.Status.Cut.Number > cut);
    }

    [Fact]
    public async Task A_cutover_is_refused_while_somebody_reads_a_comparison()
    {
        await using Scenario scenario = await Scenario.StartAsync(
            [Letters.Plain(1), Letters.Shouting(2, _ => true)], onDisk: true);
        await scenario.WriteAsync(("a", "x"));
        await scenario.Fixture.ReplayAsync(2);
        using (await scenario.Versions.DiffAsync(1, 2, null, VersionsFixture.TestTimeout()))
        {
            KappaException error = await Assert.ThrowsAsync<KappaException>(() => scenario.CutoverAsync());
            Assert.Equal(("KAP4028", ExitCodes.Refused), (error.Code, error.ExitCode));
            await scenario.WriteAsync(("a", "y")); // The old one goes on.
        }

        await scenario.CutoverAsync();
        Assert.Equal("XY", scenario.Fixture.LastValues()["a"]);
    }

    [Fact]
    public async Task A_comparison_with_a_version_that_is_paused_meanwhile_says_so_and_no_cutover_waits_for_it()
    {
        await using Scenario scenario = await Scenario.StartAsync([Letters.Plain(1), Letters.Plain(2)]);
        await scenario.WriteAsync(("a", "x"));
        await scenario.Fixture.ReplayAsync(2);
        await scenario.Versions.SetThrottleAsync(new Throttle(false, 1), null, VersionsFixture.TestTimeout());
        await scenario.WriteManyAsync([.. Enumerable.Range(0, 500).Select(number => ($"k{number}", "x"))]);
        await scenario.WriteManyAsync([.. Enumerable.Range(0, 500).Select(number => ($"k{number}", "x"))]);
        Task<VersionDiff> comparing = scenario.Versions.DiffAsync(1, 2, null, VersionsFixture.TestTimeout());

        KappaException refused = await Assert.ThrowsAsync<KappaException>(() => scenario.CutoverAsync());
        await scenario.Versions.PauseAsync(null, null, VersionsFixture.TestTimeout());
        KappaException paused = await Assert.ThrowsAsync<KappaException>(() => comparing);

        Assert.Equal(("KAP4028", "KAP4021"), (refused.Code, paused.Code));
        Assert.Equal(1, scenario.Live);
    }
}
