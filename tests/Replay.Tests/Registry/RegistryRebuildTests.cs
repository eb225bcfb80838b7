using Kappa.Engine;
using Kappa.Logs;

namespace Kappa.Replay.Tests;

/// <summary>A registry that somebody deleted: nothing starts without it, and the log says what it said.</summary>
public sealed class RegistryRebuildTests
{
    private static Letters[] Pair => [Letters.Plain(1), Letters.Shouting(2, _ => true)];

    [Fact]
    public async Task After_a_rollback_and_a_lost_registry_the_version_that_was_live_comes_up()
    {
        await using Scenario scenario = await SwitchedAsync();
        await scenario.RollbackAsync();
        await scenario.CloseAsync();

        scenario.Log.Admin.DeleteTopic(VersionRegistry.Topic);
        KappaException refused = Assert.Throws<KappaException>(
            () => VersionRegistry.Open(scenario.Log, TimeProvider.System));
        RebuiltTopology rebuilt = Rebuild(scenario.Log);
        await scenario.OpenAsync();
        await scenario.WriteAsync(("a", "z"), ("new", "z"));

        Assert.Equal(("KAP4030", ExitCodes.Mismatch), (refused.Code, refused.ExitCode));
        Assert.Contains(refused.Remedies, remedy => remedy.Command.StartsWith(
            "kappa version rebuild", StringComparison.Ordinal));
        Assert.Equal([VersionState.Live, VersionState.Retired], rebuilt.Versions.Select(version => version.State));
        Assert.Equal(1, scenario.Live);
        Assert.Equal(scenario.Expected(1), scenario.Fixture.LastValues());
    }

    [Fact]
    public async Task After_a_cutover_and_a_lost_registry_the_new_version_goes_on_and_the_old_one_can_be_replayed()
    {
        await using Scenario scenario = await SwitchedAsync();
        await scenario.CloseAsync();

        scenario.Log.Admin.DeleteTopic(VersionRegistry.Topic);
        RebuiltTopology rebuilt = Rebuild(scenario.Log);
        await scenario.OpenAsync();
        await scenario.WriteAsync(("a", "z"), ("new", "z"));
        Assert.Equal(2, scenario.Live);
        Assert.Equal(scenario.Expected(2), scenario.Fixture.LastValues());
        await scenario.Fixture.ReplayAsync(1);
        await scenario.CutoverAsync();

        Assert.Contains(rebuilt.Warnings, warning => warning.Contains(
            "kappa replay start totals --version 1", StringComparison.Ordinal));
        Assert.Equal((1, 2), (scenario.Live, scenario.Fixture.Registry.Find(Totals.Name, 1)!.Instance));
        Assert.Equal(scenario.Expected(1), scenario.Fixture.LastValues());
    }

    [Fact]
    public async Task A_cutover_that_had_not_begun_is_withdrawn_with_the_lost_registry()
    {
        await using Scenario scenario = await ReplayedAsync();
        scenario.Step = step => _ = step == ReplaySteps.CutoverSwitched ? throw new FormatException("killed") : 0;
        await Assert.ThrowsAsync<FormatException>(() => scenario.CutoverAsync());
        scenario.Step = _ => { };
        await scenario.CloseAsync();

        scenario.Log.Admin.DeleteTopic(VersionRegistry.Topic);
        Rebuild(scenario.Log);
        await scenario.OpenAsync();
        await scenario.WriteAsync(("b", "z"));

        Assert.Equal(1, scenario.Live);
        Assert.Equal(CutoverStep.Withdrawn, CutHistory.ReadCutovers(scenario.Log, Totals.Name).Last().Step);
        Assert.Equal(scenario.Expected(1), scenario.Fixture.LastValues());
    }

    [Fact]
    public async Task A_shadow_that_has_caught_up_is_not_taken_for_the_live_version()
    {
        await using Scenario scenario = await ReplayedAsync();
        await scenario.FollowAsync(2);
        await scenario.CloseAsync();

        scenario.Log.Admin.DeleteTopic(VersionRegistry.Topic);
        RebuiltTopology rebuilt = Rebuild(scenario.Log);

        Assert.Equal([VersionState.Live, VersionState.Retired], rebuilt.Versions.Select(version => version.State));
    }

    [Fact]
    public async Task A_registry_that_was_lost_and_begun_anew_under_a_worker_does_not_make_another_version_live()
    {
        await using Scenario scenario = await ReplayedAsync();
        VersionRecord shadow = scenario.Fixture.Registry.Find(Totals.Name, 2)!;
        await scenario.CloseAsync();
        scenario.Log.Admin.DeleteTopic(VersionRegistry.Topic);
        VersionRegistry registry = VersionRegistry.OpenOrCreate(scenario.Log, TimeProvider.System);
        registry.Write(shadow); // What a broker makes of it that creates topics by itself.

        KappaException refused = await Assert.ThrowsAsync<KappaException>(scenario.OpenAsync);
        Rebuild(scenario.Log);
        await scenario.OpenAsync();

        Assert.Equal("KAP4030", refused.Code);
        Assert.Equal(1, scenario.Live);
    }

    [Fact]
    public async Task Where_the_log_does_not_tell_which_version_was_live_somebody_has_to_say_it()
    {
        await using Scenario scenario = await ReplayedAsync();
        await scenario.FollowAsync(2);
        await scenario.CloseAsync();
        foreach (string topic in scenario.Log.Topics.Select(topic => topic.Name)
            .Where(name => name == VersionRegistry.Topic || name.EndsWith(".image", StringComparison.Ordinal))
            .ToArray())
        {
            scenario.Log.Admin.DeleteTopic(topic); // Without images both look the same.
        }

        KappaException unknown = Assert.Throws<KappaException>(() => Rebuild(scenario.Log));
        RebuiltTopology said = Rebuild(scenario.Log, live: 2);

        Assert.Equal(("KAP4031", ExitCodes.Refused), (unknown.Code, unknown.ExitCode));
        Assert.Contains("--live totals=N", Assert.Single(unknown.Remedies).Command, StringComparison.Ordinal);
        Assert.Equal([VersionState.Retired, VersionState.Live], said.Versions.Select(version => version.State));
    }

    [Fact]
    public async Task Without_the_code_of_the_live_version_nothing_is_written()
    {
        await using Scenario scenario = await SwitchedAsync();
        await scenario.CloseAsync();
        scenario.Log.Admin.DeleteTopic(VersionRegistry.Topic);

        KappaException missing = Assert.Throws<KappaException>(() => Rebuild(scenario.Log, code: [Pair[0].Offer()]));

        Assert.Equal(("KAP4032", ExitCodes.NotFound), (missing.Code, missing.ExitCode));
        Assert.Empty(VersionRegistry.ReadVersions(scenario.Log));
    }

    [Fact]
    public async Task Topics_of_Kappas_own_are_needed_while_a_version_lives_or_the_registry_is_lost()
    {
        await using Scenario scenario = await SwitchedAsync();
        await scenario.CloseAsync();
        string[] own =
        [
            VersionRegistry.Topic, "kappa.totals.cuts", "totals.v1.i1.positions", "totals.v1.i1.totals.changelog",
            "totals.v2.i1.positions", "totals.v2.i1.joined.image", "kappa.totals.failures",
        ];

        Assert.All(own, topic => Assert.NotNull(TopicNeeds.Of(scenario.Log, topic)));
        Assert.All(
            [Totals.Input, Totals.Output, "totals.v3.i1.positions", "kappa.others.cuts", "kappa.others.failures"],
            topic => Assert.Null(TopicNeeds.Of(scenario.Log, topic)));
        scenario.Log.Admin.DeleteTopic(VersionRegistry.Topic);
        Assert.All(own, topic => Assert.NotNull(TopicNeeds.Of(scenario.Log, topic)));
    }

    private static RebuiltTopology Rebuild(ILog log, int? live = null, OfferedVersion[]? code = null)
    {
        VersionRegistry registry = VersionRegistry.OpenOrCreate(log, TimeProvider.System);
        var rebuild = new RegistryRebuild(log, registry, code ?? [.. Pair.Select(version => version.Offer())], "me");
        return rebuild.Run(Assert.Single(rebuild.Lost), live);
    }

    private static async Task<Scenario> ReplayedAsync()
    {
        Scenario scenario = await Scenario.StartAsync(Pair);
        await scenario.WriteAsync(("a", "x"), ("b", "x"), ("c", "y"));
        await scenario.Fixture.ReplayAsync(2);
        return scenario;
    }

    private static async Task<Scenario> SwitchedAsync()
    {
        Scenario scenario = await ReplayedAsync();
        await scenario.CutoverAsync();
        await scenario.WriteAsync(("a", "y"), ("d", "y"));
        return scenario;
    }
}
