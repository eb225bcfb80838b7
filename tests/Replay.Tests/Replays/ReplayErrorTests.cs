using Kappa.Engine;
using Kappa.Logs;

namespace Kappa.Replay.Tests;

/// <summary>An error stops the version that has it, and no other (protocols.md 19).</summary>
public sealed class ReplayErrorTests
{
    [Fact]
    public async Task An_error_of_a_shadow_stops_it_alone_and_resuming_tries_again()
    {
        bool fails = true;
        await using ReplaySite site = ReplaySite.Create();
        OfferedVersion failing = Totals.Version(2, (_, value, total) =>
            fails && value == "bad" ? throw new FormatException("no such letter") : total + value);
        await site.StartAsync(Totals.Plain(1), failing);
        site.Fixture.Write([("a", "x"), ("a", "bad"), ("b", "y")]);
        await site.Fixture.SettleAsync();

        await site.Versions.StartReplayAsync(new ReplayRequest(2), VersionsFixture.TestTimeout());
        VersionStatus stopped = await StoppedAsync(site, 2);
        site.Fixture.Write([("a", "z")]);
        await site.Fixture.SettleAsync();

        Assert.Contains("no such letter", stopped.Error, StringComparison.Ordinal);
        Assert.Contains("offset", stopped.Record.Error, StringComparison.Ordinal);
        Assert.Equal("xbadz", site.Fixture.LastValues()["a"]);
        Assert.Null(site.Fixture.Fatal);
        await site.RestartAsync();
        Assert.Equal(VersionState.Stopped, site.Versions.Status(2).Record.State);
        Assert.Contains("no such letter", site.Versions.Status(2).Error, StringComparison.Ordinal);
        await site.Versions.ResumeAsync(null, null, VersionsFixture.TestTimeout());
        await StoppedAsync(site, 2);
        fails = false;
        await site.Versions.ResumeAsync("me", null, VersionsFixture.TestTimeout());
        await site.Fixture.WaitForAsync(2, VersionState.CaughtUp);
        Assert.Null(site.Versions.Status(2).Error);
        Assert.Equal(site.Stores(1), site.Stores(2));
    }

    [Fact]
    public async Task An_error_of_the_live_version_leaves_it_live_and_queries_still_answer()
    {
        bool fails = true;
        await using ReplaySite site = ReplaySite.Create();
        OfferedVersion failing = Totals.Version(1, (_, value, total) =>
            fails && value == "bad" ? throw new FormatException("no such letter") : total + value);
        await site.StartAsync(failing, Totals.Plain(2));
        site.Fixture.Write([("a", "x")]);
        await site.Fixture.SettleAsync();
        await site.Fixture.ReplayAsync(2);
        site.Fixture.Write([("b", "bad")]);

        VersionStatus live = await site.Versions.WaitAsync(
            1, status => status.Record.Error is not null, VersionsFixture.TestTimeout());

        Assert.Equal(VersionState.Live, live.Record.State);
        Assert.Equal(EngineState.Failed, live.Engine!.State);
        Assert.NotNull(site.Versions.LiveError);
        using (IStoreView store = (await site.Versions.LiveAsync(VersionsFixture.TestTimeout())).OpenStore("totals"))
        {
            Assert.Equal("\"x\"", store.Get("a")!.ValueJson);
            Assert.Null(store.Get("b"));
        }

        VersionStatus shadow = site.Versions.Status(2);
        Assert.Equal((VersionState.CaughtUp, null), (shadow.Record.State, shadow.Error));
        Assert.Equal(live.Engine.Cut, shadow.Engine!.Cut);
        Assert.Null(site.Fixture.Fatal);
        fails = false;
        await site.RestartAsync();
        await site.Fixture.SettleAsync();
        Assert.Equal("bad", site.Fixture.LastValues()["b"]);
        Assert.Null(site.Versions.Status(1).Error);
        Assert.Null(site.Versions.Records[0].Error);
    }

    [Fact]
    public async Task A_live_version_that_was_mended_drains_after_its_cutover_as_any_other()
    {
        // The error of the past was taken for one of now: the old version was stopped, and there was no way back.
        bool fails = true;
        await using ReplaySite site = ReplaySite.Create();
        await site.StartAsync(
            Totals.Version(1, (_, value, total) => fails ? throw new FormatException("broken") : total + value),
            Totals.Plain(2));
        site.Fixture.Write("a", "x");
        await site.Versions.WaitAsync(1, status => status.Record.Error is not null, VersionsFixture.TestTimeout());
        fails = false;
        await site.RestartAsync();
        await site.Fixture.SettleAsync();
        await site.Fixture.ReplayAsync(2);

        await site.Versions.CutoverAsync(null, new CutoverOptions(), VersionsFixture.TestTimeout());
        VersionState old = site.Versions.Status(1).Record.State;
        await site.Versions.RollbackAsync(new CutoverOptions(), VersionsFixture.TestTimeout());

        Assert.Equal(VersionState.Draining, old);
        Assert.Equal(VersionState.Live, site.Versions.Status(1).Record.State);
    }

    [Fact]
    public async Task A_shadow_whose_code_is_gone_stops_alone_at_the_start()
    {
        await using ReplaySite site = ReplaySite.Create();
        await site.StartAsync(Totals.Plain(1), Totals.Plain(2));
        await site.Fixture.ReplayAsync(2);
        await site.Fixture.DisposeAsync();
        VersionRegistry registry = VersionRegistry.Open(site.Log, TimeProvider.System);
        await using var versions = new TopologyVersions(Totals.Name, new VersionsSettings
        {
            Log = site.Log,
            Engine = site.Settings,
            Registry = registry,
            Load = record => record.Version == 1 ? Totals.Plain(1).Topology
                : throw new KappaException("KAP4999", ExitCodes.NotFound, "The code is gone."),
        });

        await versions.StartAsync();

        Assert.NotNull(versions.Live);
        VersionStatus shadow = versions.Status(2);
        Assert.Equal((VersionState.Stopped, "The code is gone."), (shadow.Record.State, shadow.Error));
    }

    [Fact]
    public async Task A_shadow_meets_a_source_that_the_live_version_brought_and_goes_on()
    {
        // It stopped the whole process: an engine has to be opened again to know another source.
        await using ReplaySite site = ReplaySite.Create();
        site.CreateTopic("more");
        await site.StartAsync(Totals.Plain(1), WithSource(2, "more"));
        site.Fixture.Write("a", "x");
        await site.Fixture.SettleAsync();
        await site.Fixture.ReplayAsync(2);
        await site.Versions.CutoverAsync(null, new CutoverOptions(), VersionsFixture.TestTimeout());

        site.Append("more", 0, ("k", "v", 1));
        site.Fixture.Write("a", "y");
        await site.Fixture.SettleAsync();
        AsOf live = site.Versions.Status(2).Engine!.AsOf;
        await site.Versions.WaitAsync(
            1, status => status.Engine?.AsOf.Cut == live.Cut || site.Fixture.Fatal is not null,
            VersionsFixture.TestTimeout());

        Assert.Null(site.Fixture.Fatal);
        Assert.Equal(VersionState.Draining, site.Versions.Status(1).Record.State);
        Assert.Equal(1, live.Offsets["more/0"]);
        Assert.Contains("7879", site.Stores(1), StringComparison.Ordinal);
        CutoverStatus back = await site.Versions.RollbackAsync(new CutoverOptions(), VersionsFixture.TestTimeout());
        Assert.Equal(CutoverStage.Completed, back.Stage);
    }

    [Fact]
    public async Task A_disk_that_fails_is_no_error_of_a_version()
    {
        await using ReplaySite site = ReplaySite.Create();
        await site.StartAsync(
            Totals.Plain(1),
            Totals.Version(2, (_, _, _) => throw new KappaException("KAP2401", ExitCodes.DiskFailure, "full")));
        site.Fixture.Write("a", "x");
        await site.Fixture.SettleAsync();

        await site.Versions.StartReplayAsync(new ReplayRequest(2), VersionsFixture.TestTimeout());
        await site.Versions.WaitAsync(
            2, status => site.Fixture.Fatal is not null, VersionsFixture.TestTimeout());

        Assert.Equal(VersionState.Replaying, site.Versions.Status(2).Record.State);
        Assert.Equal("KAP2401", Assert.IsType<KappaException>(site.Fixture.Fatal).Code);
    }

    [Fact]
    public async Task A_replay_that_meets_damage_stops_alone()
    {
        await using ReplaySite site = ReplaySite.Create();
        await site.StartAsync(
            Totals.Plain(1),
            Totals.Version(2, (_, _, _) => throw new KappaException("KAP2201", ExitCodes.DiskFailure, "damaged")
            {
                IsDamage = true,
            }));
        site.Fixture.Write("a", "x");
        await site.Fixture.SettleAsync();

        await site.Versions.StartReplayAsync(new ReplayRequest(2), VersionsFixture.TestTimeout());
        VersionStatus stopped = await StoppedAsync(site, 2);

        Assert.Equal("damaged", stopped.Error);
        Assert.Null(site.Fixture.Fatal);
        site.Fixture.Write("a", "y");
        await site.Fixture.SettleAsync();
        Assert.Equal("xy", site.Fixture.LastValues()["a"]);
    }

    [Fact]
    public async Task An_error_is_not_seen_before_the_state_that_it_explains()
    {
        // Who waited for the error found a version that was still replaying.
        using EmbeddedLog inner = EmbeddedLog.InMemory();
        var log = new CommitLagLog(inner);
        TopologyVersions? versions = null;
        var seen = new List<(VersionState, string?)>();
        log.Committing = id =>
        {
            if (id == VersionRegistry.Topic && versions?.Status(2) is { } status)
            {
                seen.Add((status.Record.State, status.Error));
            }
        };
        await using VersionsFixture fixture = await VersionsFixture.StartAsync(
            [Totals.Plain(1), Totals.Version(2, (_, _, _) => throw new FormatException("bad"))], log);
        fixture.Write("a", "x");
        await fixture.SettleAsync();
        versions = fixture.Versions;
        await fixture.Versions.StartReplayAsync(new ReplayRequest(2), VersionsFixture.TestTimeout());
        VersionStatus stopped = await fixture.Versions.WaitAsync(
            2, status => status.Error is not null, VersionsFixture.TestTimeout());

        Assert.Equal(VersionState.Stopped, stopped.Record.State);
        Assert.DoesNotContain(seen, status => status is (VersionState.Replaying, not null));
    }

    private static Task<VersionStatus> StoppedAsync(ReplaySite site, int version) => site.Versions.WaitAsync(
        version, status => status.Record.State == VersionState.Stopped, VersionsFixture.TestTimeout());

    private static OfferedVersion WithSource(int version, string topic)
    {
        var builder = new StreamBuilder();
        builder.Stream<string, string>(Totals.Input).GroupByKey()
            .Aggregate(() => "", (_, value, total) => total + value, Materialized.As("totals"))
            .ToStream().To(Totals.Output);
        builder.Stream<string, string>(topic).GroupByKey()
            .Aggregate(() => "", (_, value, total) => total + value, Materialized.As("more-totals"));
        return new OfferedVersion(builder.Build(Totals.Name, version), $"MoreV{version}", null);
    }
}
