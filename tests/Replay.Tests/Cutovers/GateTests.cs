namespace Kappa.Replay.Tests;

/// <summary>A cutover that is refused has changed nothing.</summary>
public sealed class GateTests
{
    [Fact]
    public async Task A_version_that_lags_is_refused()
    {
        using var held = new ManualResetEventSlim(initialState: true);
        Letters second = new(
            2,
            (_, value, total) =>
            {
                held.Wait();
                return total + value;
            },
            _ => true);
        await using Scenario scenario = await Scenario.StartAsync([Letters.Plain(1), second]);
        await scenario.WriteAsync(("a", "x"));
        await scenario.Fixture.ReplayAsync(2);
        held.Reset();
        try
        {
            await scenario.WriteAsync(("a", "x"), ("b", "x"), ("a", "y"));
            scenario.Step = step => LetGo(step, held);
            await RequireRefusedAsync(scenario, "KAP4015", new CutoverOptions { MostLag = 2 });
        }
        finally
        {
            held.Set();
        }

        await scenario.FollowAsync(2);
        await scenario.CutoverAsync(null, new CutoverOptions { MostLag = 0 });
        Assert.Equal(2, scenario.Live);
    }

    [Fact]
    public async Task A_rollback_to_a_version_that_lags_is_refused()
    {
        using var held = new ManualResetEventSlim(initialState: true);
        Letters first = new(
            1,
            (_, value, total) =>
            {
                held.Wait();
                return total + value;
            },
            _ => true);
        await using Scenario scenario = await Scenario.StartAsync([first, Letters.Shouting(2, _ => true)]);
        await scenario.WriteAsync(("a", "x"));
        await scenario.Fixture.ReplayAsync(2);
        await scenario.CutoverAsync();
        await scenario.FollowAsync(1);
        held.Reset();
        try
        {
            await scenario.WriteAsync(("a", "x"), ("b", "x"), ("a", "y"));
            scenario.Step = step => LetGo(step, held);
            KappaException error = await Assert.ThrowsAsync<KappaException>(
                () => scenario.RollbackAsync(new CutoverOptions { MostLag = 2 }));
            Assert.Equal("KAP4015", error.Code);
            Assert.Equal(2, scenario.Live);
        }
        finally
        {
            held.Set();
        }

        await scenario.FollowAsync(1);
        await scenario.RollbackAsync(new CutoverOptions { MostLag = 0 });
        Assert.Equal(scenario.Expected(1), scenario.Fixture.LastValues());
    }

    [Fact]
    public async Task A_version_that_lags_within_the_gate_is_brought_to_the_cut_first()
    {
        using var held = new ManualResetEventSlim(initialState: true);
        Letters second = new(
            2,
            (_, value, total) =>
            {
                held.Wait();
                return total + value.ToUpperInvariant();
            },
            _ => true);
        await using Scenario scenario = await Scenario.StartAsync(
            [Letters.Plain(1), second], settings: given => given with
            {
                Limits = new() { SliceRecords = 1, RunRecords = 1 },
            });
        await scenario.WriteAsync(("a", "x"));
        await scenario.Fixture.ReplayAsync(2);
        held.Reset();
        (string, string)[] more = [("a", "x"), .. Enumerable.Range(0, 200).Select(number => ($"k{number}", "x"))];
        await scenario.WriteManyAsync(more); // A run each: most are not even begun when it is asked to stop.
        scenario.Step = step =>
        {
            if (step == ReplaySteps.CutoverSwitched)
            {
                held.Set();
            }
        };

        CutoverStatus status = await scenario.CutoverAsync();

        Assert.Equal((201, 0), (status.Published, status.Tombstones));
        Assert.Equal(scenario.Expected(2), scenario.Fixture.LastValues());
    }

    [Fact]
    public async Task A_throttled_version_does_not_let_everybody_wait_at_the_switch()
    {
        await using Scenario scenario = await Scenario.StartAsync(
            [Letters.Plain(1), Letters.Shouting(2, _ => true)], settings: given => given with
            {
                Limits = new() { SliceRecords = 1 },
            });
        await scenario.WriteAsync(("a", "x"));
        await scenario.Versions.StartReplayAsync(
            new ReplayRequest(2, Throttle: new Throttle(false, 1)), VersionsFixture.TestTimeout());
        await scenario.Fixture.WaitForAsync(2, VersionState.CaughtUp);
        await scenario.WriteManyAsync([.. Enumerable.Range(0, 90).Select(number => ($"k{number}", "x"))]);

        await scenario.CutoverAsync().WaitAsync(TimeSpan.FromSeconds(30)); // Throttled it takes a minute and a half.

        Assert.Equal(scenario.Expected(2), scenario.Fixture.LastValues());
    }

    [Theory]
    [InlineData(0.49, true)]
    [InlineData(0.5, false)]
    public async Task A_version_that_differs_in_more_keys_than_allowed_is_refused(double most, bool isRefused)
    {
        await using Scenario scenario = await Scenario.StartAsync(
            [Letters.Plain(1), Letters.Shouting(2, key => key is "a" or "b")]);
        await scenario.WriteAsync(("a", "x"), ("b", "x"), ("c", "x"), ("d", "x"));
        await scenario.Fixture.ReplayAsync(2);
        await scenario.FollowAsync(2);
        var options = new CutoverOptions { MostDifferences = most };
        if (isRefused)
        {
            await RequireRefusedAsync(scenario, "KAP4016", options);
            Assert.Equal(scenario.Expected(1), scenario.Fixture.LastValues());
        }
        else
        {
            Assert.Equal(2, (await scenario.CutoverAsync(null, options)).Published);
        }
    }

    [Fact]
    public async Task A_version_that_never_ran_or_is_retired_or_live_is_refused()
    {
        await using Scenario scenario = await Scenario.StartAsync([Letters.Plain(1), Letters.Plain(2)]);
        await scenario.WriteAsync(("a", "x"));
        await RequireRefusedAsync(scenario, "KAP4013", new CutoverOptions(), null);
        await RequireRefusedAsync(scenario, "KAP4011", new CutoverOptions(), 1);
        await scenario.Fixture.ReplayAsync(2);
        await scenario.CutoverAsync();
        await scenario.Versions.RetireAsync(1, null, null, VersionsFixture.TestTimeout());
        await scenario.FollowAsync(2);

        string before = scenario.Everything();
        KappaException error = await Assert.ThrowsAsync<KappaException>(() => scenario.RollbackAsync());

        Assert.Equal(("KAP4020", ExitCodes.Refused), (error.Code, error.ExitCode));
        Assert.Equal(before, scenario.Everything());
    }

    /// <summary>A switch that begins all the same comes to its end, so that it is seen.</summary>
    private static void LetGo(string step, ManualResetEventSlim held)
    {
        if (step == ReplaySteps.CutoverSwitched)
        {
            held.Set();
        }
    }

    private static async Task RequireRefusedAsync(
        Scenario scenario, string code, CutoverOptions options, int? version = null)
    {
        string before = scenario.Everything();
        KappaException error = await Assert.ThrowsAsync<KappaException>(() => scenario.CutoverAsync(version, options));
        Assert.Equal(code, error.Code);
        Assert.Equal(before, scenario.Everything());
        Assert.NotNull(scenario.Versions.Live);
    }
}
