using Kappa.Engine;

namespace Kappa.Replay.Tests;

/// <summary>Cutovers that cannot be completed: the old version goes on.</summary>
public sealed class RefusedSwitchTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_cutover_to_a_version_that_cannot_come_to_the_cut_is_taken_back_and_the_old_one_goes_on(
        bool restarts)
    {
        bool isPoison = false;
        using var held = new ManualResetEventSlim(initialState: true);
        Letters second = new(
            2,
            (_, value, total) =>
            {
                held.Wait();
                return isPoison && value == "!"
                    ? throw new FormatException("poison") : total + value.ToUpperInvariant();
            },
            _ => true);
        await using Scenario scenario = await Scenario.StartAsync([Letters.Plain(1), second]);
        await scenario.WriteAsync(("a", "x"), ("b", "x"), ("c", "x")); // Nothing more comes for c.
        await scenario.Fixture.ReplayAsync(2);
        held.Reset();
        await scenario.WriteAsync(("a", "!"));
        scenario.Step = step =>
        {
            if (step == ReplaySteps.CutoverSwitched)
            {
                isPoison = true;
                held.Set();
            }
        };
        await Assert.ThrowsAsync<KappaException>(() => scenario.CutoverAsync());
        Assert.Equal(CutoverStage.Switched, scenario.Fixture.Registry.Cutover(Totals.Name)!.Stage);
        if (restarts)
        {
            await scenario.RestartAsync();
        }

        CutoverStatus status = await scenario.RollbackAsync();

        Assert.Equal(CutoverStage.Withdrawn, status.Stage);
        Assert.Equal(1, scenario.Live);
        await scenario.WriteAsync(("b", "y"));
        Assert.Equal(scenario.Expected(1), scenario.Fixture.LastValues());
        VersionRecord given = scenario.Fixture.Registry.Find(Totals.Name, 2)!;
        Assert.Equal(VersionState.Stopped, given.State);
        Assert.Contains("poison", given.Error, StringComparison.Ordinal);
        Assert.Null(scenario.Fixture.Registry.Find(Totals.Name, 1)!.Deadline);
        Assert.Equal(
            [CutoverStep.Switched, CutoverStep.Withdrawn],
            CutHistory.ReadCutovers(scenario.Log, Totals.Name).Select(record => record.Step));

        scenario.Step = _ => { };
        isPoison = false;
        await scenario.Versions.ResumeAsync(null, null, VersionsFixture.TestTimeout());
        await scenario.Fixture.WaitForAsync(2, VersionState.CaughtUp);
        await scenario.CutoverAsync();
        Assert.Equal(scenario.Expected(2), scenario.Fixture.LastValues());
    }

    [Fact]
    public async Task A_version_that_fails_just_before_the_switch_is_not_made_live()
    {
        using var held = new HeldVersion(2);
        await using Scenario scenario = await Scenario.StartAsync([Letters.Plain(1), held.Letters]);
        await scenario.WriteAsync(("a", "x"));
        await scenario.Fixture.ReplayAsync(2);
        held.Hold();
        await scenario.WriteAsync(("a", "y"));
        scenario.Step = step =>
        {
            if (step == ReplaySteps.CutoverStopped)
            {
                held.Poison();
                held.LetGo();
                scenario.Versions.WaitAsync(
                    2, status => status.Record.State == VersionState.Stopped, VersionsFixture.TestTimeout()).Wait();
            }
        };

        KappaException error = await Assert.ThrowsAsync<KappaException>(() => scenario.CutoverAsync());

        Assert.Contains("poison", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, scenario.Live);
        Assert.Null(scenario.Fixture.Registry.Cutover(Totals.Name));
        Assert.Equal(VersionState.Stopped, scenario.Fixture.Registry.Find(Totals.Name, 2)!.State);
        await scenario.WriteAsync(("b", "z"));
        Assert.Equal(scenario.Expected(1), scenario.Fixture.LastValues());
    }
}
