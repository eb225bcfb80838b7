using Kappa.Engine;

namespace Kappa.Replay.Tests;

/// <summary>What the registry is told of a switch: of the cutover, of the old version, and of the new one.</summary>
public sealed class NotedCutoverTests
{
    [Fact]
    public async Task A_cutover_and_both_versions_say_who_asked_and_why_and_only_who_drains_has_a_deadline()
    {
        await using Scenario scenario = await Scenario.StartAsync([Letters.Plain(1), Letters.Shouting(2, _ => true)]);
        await scenario.WriteAsync(("a", "x"));
        await scenario.Fixture.ReplayAsync(2);

        CutoverStatus there = await scenario.CutoverAsync(null, new CutoverOptions { By = "ana", Reason = "louder" });
        VersionRecord drained = Record(scenario, 1);
        CutoverStatus back = await scenario.RollbackAsync(new CutoverOptions { By = "bob", Reason = "too loud" });

        Assert.Equal((true, CutoverStage.Completed), (there.IsAtomic, there.Stage));
        Assert.Equal(
            [(CutoverStep.Switched, there.Cut), (CutoverStep.Completed, there.Cut), (CutoverStep.Switched, back.Cut),
                (CutoverStep.Completed, back.Cut)],
            CutHistory.ReadCutovers(scenario.Log, Totals.Name).Select(record => (record.Step, record.Cut)));
        Assert.Equal(("ana", "louder", false), (there.By, there.Reason, there.IsRollback));
        Assert.Equal(("ana", "louder"), (drained.By, drained.Reason));
        Assert.NotNull(drained.Deadline);
        Assert.Equal(("bob", "too loud", true), (back.By, back.Reason, back.IsRollback));
        Assert.All([1, 2], version => Assert.Equal(
            ("bob", "too loud"), (Record(scenario, version).By, Record(scenario, version).Reason)));
        Assert.Null(Record(scenario, 1).Deadline);
        Assert.NotNull(Record(scenario, 2).Deadline);
    }

    [Fact]
    public async Task A_version_that_had_stopped_keeps_its_error_behind_the_switch()
    {
        bool isPoison = true;
        Letters first = new(
            1, (_, value, total) => isPoison && value == "!" ? throw new FormatException("poison") : total + value,
            _ => true);
        await using Scenario scenario = await Scenario.StartAsync([first, Letters.Shouting(2, _ => true)]);
        await scenario.WriteAsync(("a", "x"));
        await scenario.Fixture.ReplayAsync(2);
        scenario.Write(("a", "!"));
        await scenario.Versions.WaitAsync(1, status => status.Error is not null, VersionsFixture.TestTimeout());
        isPoison = false; // It does not try again by itself.

        await scenario.CutoverAsync();

        Assert.Equal(VersionState.Stopped, Record(scenario, 1).State);
        Assert.Contains("poison", Record(scenario, 1).Error, StringComparison.Ordinal);
        Assert.Null(Record(scenario, 2).Error);
    }

    private static VersionRecord Record(Scenario scenario, int version) =>
        scenario.Fixture.Registry.Find(Totals.Name, version)!;
}
