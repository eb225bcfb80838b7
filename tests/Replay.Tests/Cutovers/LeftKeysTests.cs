namespace Kappa.Replay.Tests;

/// <summary>Keys that only the topic has, and that a difference of many chunks leaves: each is counted once.</summary>
public sealed class LeftKeysTests
{
    private const int Keys = 40;
    private static readonly PublishingLimits Small = new(3, 2, 1 << 20);
    private static readonly Letters[] Pair = [Letters.Plain(1), Letters.Shouting(2, _ => true)];

    [Fact]
    public async Task Keys_that_only_the_topic_has_are_left_and_counted_once_over_many_chunks()
    {
        await using Scenario scenario = await Scenario.StartAsync(Pair, limits: Small);
        await scenario.WriteAsync(Numbered());
        long cut = scenario.Versions.Live!.Status.Cut.Number;
        await scenario.WriteAsync(Numbered().Take(10));
        await scenario.Fixture.ReplayAsync(2, from: $"{cut}");

        await scenario.CutoverAsync();
        await scenario.CompletedAsync();

        CutoverStatus status = scenario.Fixture.Registry.Cutover(Totals.Name)!;
        Assert.Equal((10L, 0L, Keys - 10L), (status.Published, status.Tombstones, status.Left));
        Assert.Equal(
            Numbered().Select((row, number) => (row.Key, number < 10 ? "X" : "x")),
            scenario.Fixture.LastValues().Select(row => (row.Key, row.Value)));
    }

    [Fact]
    public async Task Keys_that_are_left_before_those_that_go_out_are_counted_once_in_each_output()
    {
        await using Scenario scenario = await Scenario.StartAsync(
            Pair, offered: Letters.WithExtra(Pair), limits: Small);
        await scenario.WriteAsync(Numbered());
        long cut = scenario.Versions.Live!.Status.Cut.Number;
        await scenario.WriteAsync(Numbered().Skip(Keys - 10));
        await scenario.Fixture.ReplayAsync(2, from: $"{cut}");

        await scenario.CutoverAsync();
        await scenario.CompletedAsync();

        CutoverStatus status = scenario.Fixture.Registry.Cutover(Totals.Name)!;
        Assert.Equal((20L, 0L, 2 * (Keys - 10L)), (status.Published, status.Tombstones, status.Left));
    }

    private static IEnumerable<(string Key, string Value)> Numbered() =>
        Enumerable.Range(0, Keys).Select(number => ($"k{number:00}", "x"));
}
