namespace Kappa.Replay.Tests;

/// <summary>Where a replay begins.</summary>
public sealed class ReplayStartTests
{
    [Theory]
    [InlineData("zero")]
    [InlineData("0")]
    [InlineData("1970-01-01")]
    public async Task From_the_beginning_it_has_the_whole_history(string from)
    {
        await using ReplaySite site = await HistoryAsync();

        await site.Fixture.ReplayAsync(2, from);

        VersionStatus status = site.Versions.Status(2);
        Assert.True(status.Record.IsWhole);
        Assert.Equal((40, 40), (status.RecordsDone, status.RecordsTotal));
        Assert.Equal(site.Stores(1), site.Stores(2));
    }

    [Fact]
    public async Task From_a_cut_on_it_begins_with_empty_stores_behind_it_also_after_a_restart()
    {
        await using ReplaySite site = await HistoryAsync();
        long last = site.Versions.Status(1).Engine!.AsOf.Cut;
        long from = last - 4;

        await site.Fixture.ReplayAsync(2, $"{from}");
        VersionStatus status = site.Versions.Status(2);
        await site.RestartAsync();
        await site.Versions.WaitAsync(2, found => found.Engine is not null, VersionsFixture.TestTimeout());

        int values = Values(site);
        Assert.False(status.Record.IsWhole);
        Assert.Equal(from, status.Record.FromCut);
        Assert.InRange(values, 1, 20);
        Assert.Equal((values, values), (status.RecordsDone, status.RecordsTotal));
        Assert.Equal(values, site.Versions.Status(2).RecordsTotal);
    }

    [Theory]
    [InlineData("1970-01-01T00:00:01.030Z")]
    [InlineData("1970-01-01T01:00:01.03+01:00")]
    public async Task From_a_time_on_it_misses_no_record_of_that_time_or_later(string from)
    {
        // Records have the times 1000, 1001 and so on: those from 1030 on are all there, and not much before them.
        await using ReplaySite site = await HistoryAsync();

        await site.Fixture.ReplayAsync(2, from);

        Assert.False(site.Versions.Status(2).Record.IsWhole);
        string all = string.Concat(site.Image(2).Values);
        Assert.All(Enumerable.Range(30, 10), record => Assert.Contains($"{record},", all, StringComparison.Ordinal));
        Assert.InRange(Values(site), 10, 16);
    }

    [Fact]
    public async Task From_a_time_that_is_still_to_come_it_begins_with_nothing()
    {
        await using ReplaySite site = await HistoryAsync();

        await site.Fixture.ReplayAsync(2, "2999-12-31T00:00Z");
        site.Fixture.Write("a", "new,");
        await site.Fixture.SettleAsync();
        await site.Versions.WaitUntilTakenInAsync(2, VersionsFixture.TestTimeout());

        Assert.Equal(new SortedDictionary<string, string> { ["a"] = "new," }, site.Image(2));
    }

    private static int Values(ReplaySite site) =>
        site.Image(2).Values.Sum(value => value.Count(letter => letter == ','));

    private static async Task<ReplaySite> HistoryAsync()
    {
        ReplaySite site = ReplaySite.Create(with: SmallReplays.Small);
        await SmallReplays.StartWithBacklogAsync(site, 40, Totals.Plain(1), Totals.Plain(2));
        return site;
    }
}
