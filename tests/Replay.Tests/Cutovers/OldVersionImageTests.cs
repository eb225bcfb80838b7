namespace Kappa.Replay.Tests;

/// <summary>What the topic says at the cut is the old version's image: the way back leads exactly there.</summary>
public sealed class OldVersionImageTests
{
    private static readonly Letters[] Versions =
    [
        Letters.Filtering(1, total => total.Length != 2),
        Letters.Filtering(2, total => total.Length % 3 != 0),
        Letters.Shouting(3, key => key is "a" or "c"),
    ];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_rollback_brings_back_keys_that_the_new_version_deleted_and_takes_those_it_added(bool onDisk)
    {
        await using Scenario scenario = await Scenario.StartAsync(Versions, onDisk);
        await scenario.WriteAsync(("a", "x"), ("b", "xy"), ("c", "xyz"), ("d", "x"), ("e", "xyzw"));
        Assert.Equal(new SortedDictionary<string, string>
        {
            ["a"] = "x",
            ["c"] = "xyz",
            ["d"] = "x",
            ["e"] = "xyzw",
        }, scenario.Fixture.LastValues());
        await scenario.Fixture.ReplayAsync(2);
        await scenario.CutoverAsync();
        Assert.Equal(new SortedDictionary<string, string>
        {
            ["a"] = "x",
            ["b"] = "xy",
            ["d"] = "x",
            ["e"] = "xyzw",
        }, scenario.Fixture.LastValues());
        await scenario.WriteAsync(("a", "y"), ("f", "xy"));

        CutoverStatus status = await scenario.RollbackAsync();

        Assert.Equal(new SortedDictionary<string, string>
        {
            ["c"] = "xyz",
            ["d"] = "x",
            ["e"] = "xyzw",
        }, scenario.Fixture.LastValues());
        Assert.Equal((1, 3, 0), (status.Published, status.Tombstones, status.Left));
    }

    [Theory]
    [InlineData(1, false, 60)]
    [InlineData(2, false, 60)]
    [InlineData(3, true, 25)]
    [InlineData(4, true, 25)]
    public async Task Whatever_is_switched_restarted_or_lost_the_topic_says_what_the_live_version_says(
        int seed, bool onDisk, int steps)
    {
        var random = new Random(seed);
        var history = new List<string> { $"seed {seed}" };
        await using Scenario scenario = await Scenario.StartAsync(Versions, onDisk);
        for (int step = 0; step < Campaign.Choose(steps / 3, steps); step++)
        {
            history.Add(await StepAsync(scenario, random));
            await scenario.Fixture.SettleAsync();
            SortedDictionary<string, string> expected = scenario.Expected(scenario.Live);
            SortedDictionary<string, string> found = scenario.Fixture.LastValues();
            Assert.True(
                expected.SequenceEqual(found),
                $"""
                {string.Join(", ", history)}
                expected {string.Join(' ', expected)}
                found    {string.Join(' ', found)}
                """);
        }
    }

    private static async Task<string> StepAsync(Scenario scenario, Random random)
    {
        VersionRecord[] others = [.. scenario.Versions.Records.Where(record => record.State != VersionState.Live)];
        VersionRecord other = others[random.Next(others.Length)];
        switch (random.Next(10))
        {
            case 0:
                await scenario.RestartAsync();
                return "restart";
            case 1:
                await scenario.RestartAsync(_ => true);
                return "restart without state";
            case 2:
                await scenario.RestartAsync(_ => random.Next(2) == 0);
                return "restart without some state";
            case 3 when other.State == VersionState.Draining:
                await scenario.Versions.RetireAsync(other.Version, null, null, VersionsFixture.TestTimeout());
                return $"retire {other.Version}";
            case 4 when scenario.Versions.Records.Any(record => record.State == VersionState.Draining):
                return $"rollback to {await CheckedAsync(scenario, () => scenario.RollbackAsync())}";
            case 5 or 6 or 7:
                if (!other.HasData)
                {
                    await scenario.Fixture.ReplayAsync(other.Version);
                }

                return $"cutover to {await CheckedAsync(scenario, () => scenario.CutoverAsync(other.Version))}";
            default:
                int count = random.Next(1, 6);
                await scenario.WriteAsync([.. Enumerable.Range(0, count)
                    .Select(_ => (((char)('a' + random.Next(8))).ToString(), "x"))]);
                return $"{count} letters";
        }
    }

    /// <summary>Switches, and checks that the difference was published and nothing else.</summary>
    private static async Task<int> CheckedAsync(Scenario scenario, Func<Task<CutoverStatus>> change)
    {
        int before = scenario.Fixture.Records().Count;
        SortedDictionary<string, string> old = scenario.Expected(scenario.Live);
        CutoverStatus status = await change();
        Assert.Equal(
            Letters.Difference(old, scenario.Expected(status.To)), scenario.Fixture.Records().Count - before);
        Assert.Equal((CutoverStage.Completed, true, 0L), (status.Stage, status.IsAtomic, status.Left));
        return status.To;
    }
}
