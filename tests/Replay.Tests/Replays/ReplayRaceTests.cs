using Kappa.Engine;
using Kappa.Logs;

namespace Kappa.Replay.Tests;

/// <summary>Changes that meet each other, an error or the end of the process.</summary>
public sealed class ReplayRaceTests
{
    [Fact]
    public async Task Who_waits_sees_a_commit_whose_status_follows_later()
    {
        // The log changes when the commit can be read; the engine says so a moment later, and nothing changes then.
        using var lagging = new CommitLagLog(EmbeddedLog.InMemory());
        await using VersionsFixture fixture = await VersionsFixture.StartAsync([Totals.Plain(1)], lagging);
        var committed = new TaskCompletionSource();
        var looked = new TaskCompletionSource();
        lagging.Committed = id =>
        {
            if (id == "kappa.totals.cuts")
            {
                committed.TrySetResult();
                looked.Task.Wait(TimeSpan.FromSeconds(60));
            }
        };
        fixture.Write("a", "x");
        await committed.Task.WaitAsync(VersionsFixture.TestTimeout());

        await fixture.Versions.WaitAsync(
            1,
            status =>
            {
                // This look comes too early, and the next one is not brought by the log.
                Task.Run(looked.TrySetResult);
                return status.Engine!.AsOf.Cut == 1;
            },
            new CancellationTokenSource(TimeSpan.FromSeconds(10)).Token);
    }

    [Fact]
    public async Task A_shadow_that_fails_while_it_is_made_live_is_the_live_version_all_the_same()
    {
        // Its error wrote over the registry's new state: then no version was live.
        var gate = new StepGate(ReplaySteps.CutoverSwitched);
        bool fails = false;
        await using ReplaySite site = ReplaySite.Create();
        site.Step = gate.Pass;
        await site.StartAsync(
            Totals.Plain(1),
            Totals.Version(2, (_, value, total) => fails ? throw new FormatException("v2") : total + value));
        site.Fixture.Write("a", "x");
        await site.Fixture.SettleAsync();
        await site.Fixture.ReplayAsync(2);
        VersionRun run = RunOf(site, 2);
        fails = true;
        Task<CutoverStatus> switching = Task.Run(() => site.Versions.CutoverAsync(
            null, new CutoverOptions(), VersionsFixture.TestTimeout()));
        await gate.Reached;

        bool written = run.Update(record => record.IsShadow ? record with { State = VersionState.Stopped } : null);
        gate.Open();
        await switching;

        Assert.False(written);
        Assert.Equal([VersionState.Draining, VersionState.Live], site.Versions.Records.Select(record => record.State));
    }

    [Fact]
    public async Task An_error_that_comes_first_is_not_overwritten_by_a_pause()
    {
        await using ReplaySite site = ReplaySite.Create();
        await site.StartAsync(Totals.Plain(1), Totals.Version(2, (_, _, _) => throw new FormatException("v2")));
        site.Fixture.Write("a", "x");
        await site.Fixture.SettleAsync();
        await site.Versions.StartReplayAsync(new ReplayRequest(2), VersionsFixture.TestTimeout());
        await site.Versions.WaitAsync(
            2, status => status.Record.State == VersionState.Stopped, VersionsFixture.TestTimeout());

        KappaException error = await Assert.ThrowsAsync<KappaException>(
            () => site.Versions.PauseAsync(null, null, VersionsFixture.TestTimeout()));

        Assert.Equal("KAP4014", error.Code);
        Assert.Equal(VersionState.Stopped, site.Versions.Status(2).Record.State);
        Assert.NotNull(site.Versions.Status(2).Error);
    }

    [Fact]
    public async Task A_replay_that_catches_up_while_the_images_are_in_use_says_so_when_they_are_free()
    {
        // It left its turn out, and with no traffic there was no other: it was replaying for ever.
        var diff = new StepGate(ReplaySteps.DiffStood);
        await using ReplaySite site = ReplaySite.Create();
        site.Step = diff.Pass;
        await site.StartAsync(Totals.Plain(1), Totals.Plain(2), Totals.Plain(3));
        site.Fixture.Write("a", "x");
        await site.Fixture.SettleAsync();
        await site.Fixture.ReplayAsync(3);
        await site.Versions.CutoverAsync(null, new CutoverOptions(), VersionsFixture.TestTimeout());
        Task<VersionDiff> comparing = Task.Run(
            () => site.Versions.DiffAsync(1, 3, null, VersionsFixture.TestTimeout()));
        await diff.Reached;
        await site.Versions.StartReplayAsync(new ReplayRequest(2), VersionsFixture.TestTimeout());
        await site.Versions.WaitUntilTakenInAsync(2, VersionsFixture.TestTimeout());
        VersionState meanwhile = site.Versions.Status(2).Record.State;

        diff.Open();
        (await comparing).Dispose();

        Assert.Equal(VersionState.Replaying, meanwhile);
        await site.Fixture.WaitForAsync(2, VersionState.CaughtUp);
    }

    [Fact]
    public async Task One_change_at_a_time()
    {
        var gate = new StepGate(ReplaySteps.StartPrepared);
        await using ReplaySite site = ReplaySite.Create();
        site.Step = gate.Pass;
        await site.StartAsync(Totals.Plain(1), Totals.Plain(2), Totals.Plain(3));
        Task<VersionStatus> starting = Task.Run(() => site.Versions.StartReplayAsync(
            new ReplayRequest(2), VersionsFixture.TestTimeout()));
        await gate.Reached;
        string before = site.Everything();

        KappaException other = await Assert.ThrowsAsync<KappaException>(() => site.Versions.StartReplayAsync(
            new ReplayRequest(3), VersionsFixture.TestTimeout()));
        KappaException abort = await Assert.ThrowsAsync<KappaException>(
            () => site.Versions.AbortAsync(null, null, VersionsFixture.TestTimeout()));

        Assert.Equal(("KAP4022", ExitCodes.Refused), (other.Code, other.ExitCode));
        Assert.Equal("KAP4022", abort.Code);
        Assert.Equal(before, site.Everything());
        gate.Open();
        await starting;
        await site.Fixture.WaitForAsync(2, VersionState.CaughtUp);
    }

    [Fact]
    public async Task The_end_waits_for_a_start_in_progress_and_may_come_twice()
    {
        var gate = new StepGate(ReplaySteps.StartOpened);
        await using ReplaySite site = ReplaySite.Create();
        site.Step = gate.Pass;
        await site.StartAsync(Totals.Plain(1), Totals.Plain(2));
        Task<VersionStatus> starting = Task.Run(() => site.Versions.StartReplayAsync(
            new ReplayRequest(2), VersionsFixture.TestTimeout()));
        await gate.Reached;

        Task ending = site.Versions.DisposeAsync().AsTask();
        bool ended = ending.IsCompleted;
        gate.Open();
        await ending.WaitAsync(VersionsFixture.TestTimeout());
        await site.Versions.DisposeAsync();

        Assert.False(ended);
        await starting;
        Assert.Null(site.Fixture.Fatal);
        KappaException error = await Assert.ThrowsAsync<KappaException>(
            () => site.Versions.AbortAsync(null, null, VersionsFixture.TestTimeout()));
        Assert.Equal("KAP4022", error.Code);
    }

    [Fact]
    public Task Exactly_one_version_is_live_whatever_happens() => ReplaySeeds.RunAsync(8, async random =>
    {
        int checks = 0;
        var wrong = new List<string>();
        await using ReplaySite site = ReplaySite.Create();
        site.Step = step =>
        {
            int live = site.Fixture?.Registry.Of(Totals.Name).Count(record => record.State == VersionState.Live) ?? 1;
            Interlocked.Increment(ref checks);
            if (live != 1)
            {
                lock (wrong)
                {
                    wrong.Add($"{live} after {step}");
                }
            }
        };
        await site.StartAsync(Totals.Plain(1), Totals.Shouting(2, key => key == "a"), Totals.Plain(3));
        for (int turn = 0; turn < 40; turn++)
        {
            await TurnAsync(site, random);
            Assert.Equal(1, site.Versions.Records.Count(record => record.State == VersionState.Live));
        }

        Assert.Empty(wrong);
        Assert.True(checks > 20, $"Only {checks} steps.");
        await site.Fixture.DisposeAsync();
        VersionRegistry again = VersionRegistry.Open(site.Log, TimeProvider.System);
        Assert.Equal(1, again.Of(Totals.Name).Count(record => record.State == VersionState.Live));
    });

    /// <summary>Something that somebody may ask for; what is refused is refused.</summary>
    private static async Task TurnAsync(ReplaySite site, Random random)
    {
        CancellationToken token = VersionsFixture.TestTimeout();
        int version = random.Next(1, 4);
        try
        {
            await (random.Next(9) switch
            {
                0 or 1 => site.Fixture.ReplayAsync(version),
                2 => site.Versions.PauseAsync(null, null, token),
                3 => site.Versions.ResumeAsync(null, null, token),
                4 => site.Versions.AbortAsync(null, null, token),
                5 => site.Versions.RetireAsync(version, null, null, token),
                6 => site.Versions.CutoverAsync(null, new CutoverOptions(), token),
                7 => site.Versions.RollbackAsync(new CutoverOptions(), token),
                _ => random.Next(3) == 0 ? site.RestartAsync() : WriteAsync(site, random),
            });
        }
        catch (KappaException error) when (error.ExitCode is ExitCodes.Refused or ExitCodes.NotFound)
        {
            // That is an answer too.
        }
    }

    private static Task WriteAsync(ReplaySite site, Random random)
    {
        site.Fixture.Write(((char)('a' + random.Next(4))).ToString(), "x");
        return site.Fixture.SettleAsync();
    }

    private static VersionRun RunOf(ReplaySite site, int version)
    {
        var shared = new VersionSite(
            Totals.Name, site.Log, site.Settings, site.Fixture.Registry,
            record => Totals.Plain(record.Version).Topology,
            new VersionImages(site.Log, site.Settings, Totals.Name), _ => { }, _ => { },
            EngineRunner.Instance);
        return new VersionRun(
            shared, site.Versions.Records.Single(record => record.Version == version), () => null);
    }
}
