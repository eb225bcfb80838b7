namespace Kappa.Replay.Tests;

/// <summary>The difference is exactly what was planted.</summary>
public sealed class ExactDifferenceTests
{
    private const int Keys = 100_000;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_100_000_keys_exactly_the_1_000_that_were_planted_differ_and_are_published(bool onDisk)
    {
        var random = new Random(100);
        HashSet<string> planted = [.. Enumerable.Range(0, Keys).OrderBy(_ => random.Next()).Take(1_000).Select(Key)];
        await using Scenario scenario = await StartAsync(Letters.Shouting(2, planted.Contains), onDisk);

        using (VersionDiff diff = await DiffAsync(scenario, Totals.Output))
        {
            RowDifference[] found = [.. diff.Differences().Select(pair => pair.Difference)];
            Assert.Equal(planted.Order(StringComparer.Ordinal), found.Select(row => row.Old!.Key.Trim('"')));
            Assert.All(found, row => Assert.Equal(
                (DifferenceKind.Changed, "\"x\"", "\"X\""), (row.Kind, row.Old!.ValueJson, row.New!.ValueJson)));
            TableComparison counted = Assert.Single(diff.Counted());
            Assert.Equal((Keys - 1_000L, 1_000L), (counted.Same, counted.Differences));
        }

        int before = scenario.Fixture.Records().Count;
        CutoverStatus status = await scenario.CutoverAsync();

        Assert.Equal((1_000L, 0L), (status.Published, status.Tombstones));
        (string Key, string?)[] published = [.. scenario.Fixture.Records().Where(row => row.Value == "X")];
        Assert.Equal(
            planted.Order(StringComparer.Ordinal), published.Select(row => row.Key).Order(StringComparer.Ordinal));
        Assert.Equal(before + 1_000, scenario.Fixture.Records().Count);
    }

    [Fact]
    public async Task An_identical_version_differs_in_nothing_and_publishes_nothing()
    {
        await using Scenario scenario = await StartAsync(Letters.Plain(2), onDisk: false);
        using (VersionDiff diff = await DiffAsync(scenario, null))
        {
            Assert.All(diff.Compare(10), table => Assert.Equal((Keys, 0L), (table.Same, table.Differences)));
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
