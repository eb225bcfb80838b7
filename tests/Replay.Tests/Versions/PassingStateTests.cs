using Kappa.Logs;

namespace Kappa.Replay.Tests;

/// <summary>A cluster that is away for a while, or does not say what became of a commit, ends no version.</summary>
public sealed class PassingStateTests
{
    private const string Cuts = "kappa.totals.cuts";
    private const string Replay = "totals.v2.i1";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_commit_without_an_answer_is_settled_and_the_live_version_goes_on_by_itself(bool isCommitted)
    {
        using var log = new CommitLagLog(EmbeddedLog.InMemory());
        await using Scenario scenario = await Scenario.StartAsync([Letters.Plain(1)], log: log);
        await scenario.WriteAsync(("a", "x"), ("b", "x"));

        Fault fault = isCommitted
            ? new Fault(Cuts, hook => log.Committed = hook) : new Fault(Cuts, hook => log.Committing = hook);
        await scenario.WriteAsync(("a", "y"), ("b", "y"));

        Assert.Equal(1, fault.Count);
        Assert.Equal(scenario.Expected(1), scenario.Fixture.LastValues()); // A record taken twice would show.
        Assert.Null(scenario.Versions.LiveError);
        Assert.Null(scenario.Fixture.Fatal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_replay_whose_commit_got_no_answer_goes_on_by_itself_and_ends_exactly(bool onDisk)
    {
        using var log = new CommitLagLog(EmbeddedLog.InMemory());
        await using Scenario scenario = await Scenario.StartAsync(
            [Letters.Plain(1), Letters.Plain(2)], onDisk, log: log);
        await scenario.WriteAsync(("a", "x"), ("b", "x"), ("a", "y"));

        var fault = new Fault(Replay, hook => log.Committed = hook);
        await scenario.Versions.StartReplayAsync(new ReplayRequest(2, "zero"), VersionsFixture.TestTimeout());
        await scenario.Versions.WaitAsync(
            2, status => status.Record.State == VersionState.CaughtUp, VersionsFixture.TestTimeout());

        Assert.Equal(1, fault.Count);
        using VersionDiff diff = await scenario.Versions.DiffAsync(null, 2, null, VersionsFixture.TestTimeout());
        Assert.All(diff.Compare(0, CancellationToken.None), table => Assert.Equal(0, table.Differences));
        Assert.Null(scenario.Fixture.Fatal);
    }

    [Fact]
    public async Task While_the_cluster_is_away_the_error_is_shown_and_told_once_and_queries_get_it()
    {
        var told = new List<string>();
        var back = new ManualResetEventSlim();
        var tried = new TaskCompletionSource();
        using var log = new CommitLagLog(EmbeddedLog.InMemory());
        await using Scenario scenario = await Scenario.StartAsync(
            [Letters.Plain(1)], log: log, settings: given => given with
            {
                Seams = new()
                {
                    Notice = line =>
                    {
                        lock (told)
                        {
                            told.Add(line);
                        }
                    },
                },
            });
        await scenario.WriteAsync(("a", "x"));

        int opened = 0;
        log.Fencing = id =>
        {
            if (id == Cuts && !back.IsSet)
            {
                if (++opened == 2)
                {
                    tried.SetResult();
                }

                throw Fault.Away();
            }
        };
        _ = new Fault(Cuts, hook => log.Committing = hook);
        scenario.Write(("a", "y"));
        await tried.Task.WaitAsync(VersionsFixture.TestTimeout());

        Assert.Equal(Fault.Code, ((KappaException?)scenario.Versions.LiveError)?.Code);
        KappaException shown = await Assert.ThrowsAsync<KappaException>(
            () => scenario.Versions.LiveAsync(CancellationToken.None));
        Assert.Equal((Fault.Code, ExitCodes.Unreachable), (shown.Code, shown.ExitCode));
        back.Set();
        await scenario.Fixture.SettleAsync();
        Assert.Equal(scenario.Expected(1), scenario.Fixture.LastValues());
        lock (told)
        {
            Assert.Single(told, line => line.Contains("goes on by itself", StringComparison.Ordinal));
            Assert.Single(told, line => line == "totals v1 goes on from its last committed cut.");
        }
    }

    [Fact]
    public async Task A_version_that_met_a_full_disk_goes_on_by_itself_when_there_is_room()
    {
        var files = new FaultyFileSystem();
        using var log = new CommitLagLog(EmbeddedLog.Open(files, "log"));
        await using Scenario scenario = await Scenario.StartAsync([Letters.Plain(1)], log: log);
        await scenario.WriteAsync(("a", "x"));
        int refused = 0;
        log.Committing = id =>
        {
            if (id == Cuts && refused++ < 3)
            {
                files.FailWrite(1, DiskFault.NoSpace);
            }
        };

        await scenario.WriteAsync(("a", "y"), ("b", "y"));

        Assert.True(refused > 3, $"{refused} commits");
        Assert.Equal(scenario.Expected(1), scenario.Fixture.LastValues());
        Assert.Null(scenario.Versions.LiveError);
        Assert.Null(scenario.Fixture.Fatal);
    }

    [Fact]
    public async Task A_version_that_waits_for_the_cluster_can_be_stopped()
    {
        using var log = new CommitLagLog(EmbeddedLog.InMemory());
        await using Scenario scenario = await Scenario.StartAsync([Letters.Plain(1)], log: log);
        await scenario.WriteAsync(("a", "x"));
        var away = new TaskCompletionSource();
        log.Fencing = id =>
        {
            if (id == Cuts)
            {
                away.TrySetResult();
                throw Fault.Away();
            }
        };
        _ = new Fault(Cuts, hook => log.Committing = hook);
        scenario.Write(("a", "y"));
        await away.Task.WaitAsync(VersionsFixture.TestTimeout());

        await scenario.Versions.DisposeAsync().AsTask().WaitAsync(VersionsFixture.TestTimeout());

        Assert.Null(scenario.Fixture.Fatal);
    }

    [Fact]
    public async Task A_version_that_waits_for_the_cluster_is_not_switched_to_until_it_goes_on()
    {
        using var log = new CommitLagLog(EmbeddedLog.InMemory());
        await using Scenario scenario = await Scenario.StartAsync(
            [Letters.Plain(1), Letters.Shouting(2, _ => true)], log: log);
        await scenario.WriteAsync(("a", "x"), ("b", "x"));
        await scenario.Fixture.ReplayAsync(2);
        bool isAway = true;
        log.Fencing = id =>
        {
            if (id == Replay && Volatile.Read(ref isAway))
            {
                throw Fault.Away();
            }
        };
        _ = new Fault(Replay, hook => log.Committing = hook);
        scenario.Write(("a", "y"));
        await scenario.Versions.WaitAsync(2, status => status.Error is not null, VersionsFixture.TestTimeout());

        KappaException refused = await Assert.ThrowsAsync<KappaException>(() => scenario.CutoverAsync(2));

        Assert.Equal(("KAP4021", 1), (refused.Code, scenario.Live));
        Volatile.Write(ref isAway, false);
        await scenario.FollowAsync(2);
        await scenario.CutoverAsync(2);
        Assert.Equal(scenario.Expected(2), scenario.Fixture.LastValues());
    }

    [Fact]
    public async Task A_commit_without_an_answer_does_not_end_the_worker_where_its_version_is_being_stopped()
    {
        using var log = new CommitLagLog(EmbeddedLog.InMemory());
        await using Scenario scenario = await Scenario.StartAsync(
            [Letters.Plain(1), Letters.Plain(2)], log: log);
        await scenario.WriteAsync(("a", "x"), ("b", "x"), ("a", "y"));
        var committing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var answers = new ManualResetEventSlim();
        log.Committed = id =>
        {
            if (id == Replay && committing.TrySetResult())
            {
                answers.Wait();
                throw Fault.Away();
            }
        };
        await scenario.Versions.StartReplayAsync(new ReplayRequest(2, "zero"), VersionsFixture.TestTimeout());
        await committing.Task.WaitAsync(VersionsFixture.TestTimeout());

        Task pausing = scenario.Versions.PauseAsync(null, null, VersionsFixture.TestTimeout());
        answers.Set();
        await pausing;
        await scenario.Versions.ResumeAsync(null, null, VersionsFixture.TestTimeout());
        await scenario.Versions.WaitAsync(
            2, status => status.Record.State == VersionState.CaughtUp, VersionsFixture.TestTimeout());

        using VersionDiff diff = await scenario.Versions.DiffAsync(null, 2, null, VersionsFixture.TestTimeout());
        Assert.All(diff.Compare(0, CancellationToken.None), table => Assert.Equal(0, table.Differences));
        Assert.Null(scenario.Fixture.Fatal);
    }

    /// <summary>Fails one call with an id, as a cluster that does not answer does.</summary>
    private sealed class Fault
    {
        public const string Code = "KAP2503";
        private int _count;

        public Fault(string wanted, Action<Action<string?>> set) => set(id =>
        {
            if (id == wanted && Interlocked.Exchange(ref _count, 1) == 0)
            {
                throw Away();
            }
        });

        public int Count => _count;

        public static KappaException Away() => new(Code, ExitCodes.Unreachable, "The cluster is away.");
    }
}
