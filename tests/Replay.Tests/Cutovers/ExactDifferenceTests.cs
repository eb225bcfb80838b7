namespace Kappa.Replay.Tests;

/// <summary>The difference is exactly what was planted.</summary>
public sealed class ExactDifferenceTests
{
    private static readonly int Keys = Campaign.Choose(10_000, 100_000);
    private static readonly int Planted = Keys / 100;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_many_keys_exactly_the_hundredth_that_was_planted_differs_and_is_published(bool onDisk)
    {
        var random = new Random(100);
        HashSet<string> planted = [.. Enumerable.Range(0, Keys).OrderBy(_ => random.Next()).Take(Planted).Select(Key)];
        await using Scenario scenario = await StartAsync(Letters.Shouting(2, planted.Contains), onDisk);

        using (VersionDiff diff = await DiffAsync(scenario, Totals.Output))
        {
            RowDifference[] found = [.. diff.Differences().Select(pair => pair.Difference)];
            Assert.Equal(planted.Order(StringComparer.Ordinal), found.Select(row => row.Old!.Key.Trim('"')));
            Assert.All(found, row => Assert.Equal(
                (DifferenceKind.Changed, "\"x\"", "\"X\""), (row.Kind, row.Old!.ValueJson, row.New!.ValueJson)));
            TableComparison counted = Assert.Single(diff.Counted());
            Assert.Equal(((long)Keys - Planted, (long)Planted), (counted.Same, counted.Differences));
        }

        int before = scenario.Fixture.Records().Count;
        CutoverStatus status = await scenario.CutoverAsync();

        Assert.Equal(((long)Planted, 0L), (status.Published, status.Tombstones));
        (string Key, string?)[] published = [.. scenario.Fixture.Records().Where(row => row.Value == "X")];
        Assert.Equal(
            planted.Order(StringComparer.Ordinal), published.Select(row => row.Key).Order(StringComparer.Ordinal));
        Assert.Equal(before + Planted, scenario.Fixture.Records().Count);
    }

    [Fact]
    public async Task An_identical_version_differs_in_nothing_and_publishes_nothing()
    {
        await using Scenario scenario = await StartAsync(Letters.Plain(2), onDisk: false);
        using (VersionDiff diff = await DiffAsync(scenario, null))
        {
            Assert.All(diff.Compare(10), table => Assert.Equal(((long)Keys, 0L), (table.Same, table.Differences)));
        }

        int before = scenario.Fixture.Records().Count;
        CutoverStatus status = await scenario.CutoverAsync();

        Assert.Equal((0L, 0L, 0L, true), (status.Published, status.Tombstones, status.Left, status.IsAtomic));
        Assert.Equal(before, scenario.Fixture.Records().Count);
    }

    private static string Key(int number) => $"key-{number:000000}";

    private static async Task<Scenario> StartAsync(Letters second, bool onDisk)
    {
        Scenario scenario = await Scenario.StartAsync([Letters.Plain(1), second], onDisk);
        await scenario.WriteManyAsync([.. Enumerable.Range(0, Keys).Select(number => (Key(number), "x"))]);
        await scenario.Fixture.ReplayAsync(2);
        return scenario;
    }

    private static Task<VersionDiff> DiffAsync(Scenario scenario, string? table) =>
        scenario.Versions.DiffAsync(1, 2, table, VersionsFixture.TestTimeout());
}
