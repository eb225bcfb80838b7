using System.Diagnostics;

namespace Kappa.Replay.Tests;

/// <summary>A cutover takes as long as its difference, not as the table (docs/protocols.md, rule 26).</summary>
/// <param name="output">Where the seconds go.</param>
public sealed class EqualKeysTests(ITestOutputHelper output)
{
    private const int Differing = 5;

    /// <summary>With KAPPA_LONG=1 the ten million keys of the issue; bench/results has the seconds.</summary>
    private static readonly int Keys = Lane.Choose(20_000, 10_000_000);

    [Fact]
    public async Task A_cutover_of_many_equal_keys_walks_over_none_of_them()
    {
        WalkedBackends? walked = null;
        await using Scenario scenario = await Scenario.StartAsync(
            [Letters.Plain(1), Letters.Shouting(2, key => key.StartsWith("loud", StringComparison.Ordinal))],
            onDisk: true,
            settings: settings => settings with
            {
                State = settings.State! with
                {
                    Backends = walked = new WalkedBackends(
                        settings.State.Backends,
                        directory => directory.Contains("images", StringComparison.Ordinal)
                            || directory.Contains($"{Totals.Name}.outputs", StringComparison.Ordinal)),
                },
            });
        await scenario.WriteManyAsync([.. Enumerable.Range(0, Keys).Select(key => ($"k{key}", "x"))]);
        await scenario.WriteAsync(Enumerable.Range(0, Differing).Select(key => ($"loud{key}", "x")));
        await scenario.Fixture.ReplayAsync(2);
        long searched = walked!.Rows;
        await scenario.WriteAsync(("loud0", "y"), ("loud-late", "z"), ("k1", "y"));
        await scenario.FollowAsync(2);
        var time = Stopwatch.StartNew();

        CutoverStatus status = await scenario.CutoverAsync();

        output.WriteLine($"{Keys} equal keys: switched after {time.Elapsed.TotalSeconds:0.00} s");
        Assert.Equal(CutoverStage.Completed, status.Stage);
        Assert.True(searched >= Keys, $"Only {searched} rows were walked while it caught up: these are other images.");
        Assert.InRange(walked.Rows - searched, 0, 50);
        Assert.Equal(Differing + 1, Letters.Difference(scenario.Expected(1), scenario.Expected(2)));
        Assert.Equal(scenario.Expected(2), scenario.Fixture.LastValues());
    }

    [Fact]
    public async Task A_rollback_after_it_walks_over_none_of_them_either()
    {
        WalkedBackends? walked = null;
        await using Scenario scenario = await Scenario.StartAsync(
            [Letters.Plain(1), Letters.Shouting(2, key => key == "loud")], onDisk: true,
            settings: settings => settings with
            {
                State = settings.State! with
                {
                    Backends = walked = new WalkedBackends(settings.State.Backends, _ => true),
                },
            });
        await scenario.WriteManyAsync([.. Enumerable.Range(0, 20_000).Select(key => ($"k{key}", "x"))]);
        await scenario.WriteAsync(("loud", "x"));
        await scenario.Fixture.ReplayAsync(2);
        await scenario.CutoverAsync();
        await scenario.WriteAsync(("loud", "y"), ("k1", "y"));
        await scenario.FollowAsync(1);
        long before = walked!.Rows;

        await scenario.RollbackAsync();

        Assert.InRange(walked.Rows - before, 0, 50);
        Assert.Equal(scenario.Expected(1), scenario.Fixture.LastValues());
    }
}
