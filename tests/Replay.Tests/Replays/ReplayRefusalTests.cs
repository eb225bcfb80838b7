namespace Kappa.Replay.Tests;

/// <summary>What is asked for wrongly: one clear error, and nothing is changed.</summary>
public sealed class ReplayRefusalTests
{
    [Theory]
    [InlineData(9, "zero", "KAP4008", ExitCodes.NotFound, "no version 9. It has 1, 2, 3")]
    [InlineData(1, "zero", "KAP4011", ExitCodes.Refused, "is live already")]
    [InlineData(2, "tomorrow", "KAP4024", ExitCodes.Usage, "'tomorrow'")]
    [InlineData(2, "1.5", "KAP4024", ExitCodes.Usage, "'1.5'")]
    [InlineData(2, "-5", "KAP4024", ExitCodes.Usage, "'-5'")]
    [InlineData(2, "", "KAP4024", ExitCodes.Usage, "''")]
    [InlineData(2, "10:00", "KAP4024", ExitCodes.Usage, "'10:00'")]
    [InlineData(2, "2026-13-01", "KAP4024", ExitCodes.Usage, "'2026-13-01'")]
    [InlineData(2, "99999999999999999999999", "KAP4024", ExitCodes.Usage, "99999999999999999999999")]
    [InlineData(2, "12345", "KAP5111", ExitCodes.NotFound, "no cut 12345")]
    public async Task A_replay_that_cannot_start_changes_nothing(
        int version, string from, string code, int exitCode, string says)
    {
        await using ReplaySite site = ReplaySite.Create();
        await SmallReplays.StartWithBacklogAsync(
            site, 10, Totals.Plain(1), SmallReplays.WithOwnOutput(2), Totals.Plain(3));
        string before = site.Everything();

        KappaException error = await Assert.ThrowsAsync<KappaException>(() => site.Versions.StartReplayAsync(
            new ReplayRequest(version, from), VersionsFixture.TestTimeout()));

        Assert.Equal((code, exitCode), (error.Code, error.ExitCode));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.Equal(before, site.Everything());
    }

    [Theory]
    [InlineData(2, "KAP4011")]
    [InlineData(3, "KAP4012")]
    public async Task One_replay_runs_at_a_time(int second, string code)
    {
        await using ReplaySite site = ReplaySite.Create();
        await SmallReplays.StartWithBacklogAsync(site, 10, Totals.Plain(1), Totals.Plain(2), Totals.Plain(3));
        await site.Fixture.ReplayAsync(2);
        foreach (bool isPaused in (bool[])[false, true])
        {
            if (isPaused)
            {
                await site.Versions.PauseAsync(null, null, VersionsFixture.TestTimeout());
            }

            string before = site.Everything();

            KappaException error = await Assert.ThrowsAsync<KappaException>(() => site.Versions.StartReplayAsync(
                new ReplayRequest(second), VersionsFixture.TestTimeout()));

            Assert.Equal((code, ExitCodes.Refused), (error.Code, error.ExitCode));
            Assert.Equal(before, site.Everything());
        }
    }

    [Fact]
    public async Task Without_a_replay_there_is_nothing_to_pause_resume_throttle_or_abort()
    {
        await using ReplaySite site = ReplaySite.Create();
        await site.StartAsync(Totals.Plain(1), Totals.Plain(2));
        string before = site.Everything();
        CancellationToken token = VersionsFixture.TestTimeout();

        foreach (Func<Task> call in (Func<Task>[])
        [
            () => site.Versions.PauseAsync(null, null, token), () => site.Versions.ResumeAsync(null, null, token),
            () => site.Versions.AbortAsync(null, null, token),
            () => site.Versions.SetThrottleAsync(Throttle.None, null, token),
        ])
        {
            KappaException error = await Assert.ThrowsAsync<KappaException>(call);
            Assert.Equal(("KAP4013", ExitCodes.NotFound), (error.Code, error.ExitCode));
        }

        Assert.Equal(before, site.Everything());
    }

    [Fact]
    public async Task A_replay_that_runs_is_not_resumed_and_one_that_is_paused_is_not_paused_again()
    {
        await using ReplaySite site = ReplaySite.Create();
        await site.StartAsync(Totals.Plain(1), Totals.Plain(2));
        await site.Fixture.ReplayAsync(2);
        CancellationToken token = VersionsFixture.TestTimeout();

        KappaException running = await Assert.ThrowsAsync<KappaException>(
            () => site.Versions.ResumeAsync(null, null, token));
        await site.Versions.PauseAsync("first", null, token);
        string before = site.Everything();
        KappaException paused = await Assert.ThrowsAsync<KappaException>(
            () => site.Versions.PauseAsync("second", null, token));

        Assert.Equal(("KAP4014", ExitCodes.Refused), (running.Code, running.ExitCode));
        Assert.Equal("KAP4014", paused.Code);
        Assert.Equal(before, site.Everything());
    }

    [Theory]
    [InlineData(1, "KAP4019", ExitCodes.Refused)]
    [InlineData(2, "KAP4014", ExitCodes.Refused)]
    [InlineData(7, "KAP4008", ExitCodes.NotFound)]
    public async Task What_is_live_never_ran_or_is_not_there_is_not_retired(int version, string code, int exitCode)
    {
        await using ReplaySite site = ReplaySite.Create();
        await site.StartAsync(Totals.Plain(1), Totals.Plain(2));
        string before = site.Everything();

        KappaException error = await Assert.ThrowsAsync<KappaException>(
            () => site.Versions.RetireAsync(version, null, null, VersionsFixture.TestTimeout()));

        Assert.Equal((code, exitCode), (error.Code, error.ExitCode));
        Assert.Equal(before, site.Everything());
    }

    [Fact]
    public async Task A_start_that_fails_while_it_opens_takes_back_what_it_made()
    {
        await using ReplaySite site = ReplaySite.Create(onDisk: true);
        bool fails = false;
        site.Step = step =>
        {
            if (fails && step == ReplaySteps.StartOpened)
            {
                throw new KappaException("KAP4999", ExitCodes.Failed, "It fails here.");
            }
        };
        await SmallReplays.StartWithBacklogAsync(
            site, 10, Totals.Plain(1), SmallReplays.WithOwnOutput(2));
        string[] topics = site.Topics;
        string[] directories = site.StateDirectories;
        fails = true;

        await Assert.ThrowsAsync<KappaException>(() => site.Versions.StartReplayAsync(
            new ReplayRequest(2), VersionsFixture.TestTimeout()));

        Assert.Equal(topics, site.Topics);
        Assert.Equal(directories, site.StateDirectories);
        Assert.Equal(VersionState.Registered, site.Versions.Records[1].State);
        fails = false;
        await site.Fixture.ReplayAsync(2);
        Assert.Equal(site.Stores(1), site.Stores(2));
    }

    [Fact]
    public async Task A_source_with_another_number_of_partitions_is_refused_and_the_error_names_the_way()
    {
        await using ReplaySite site = ReplaySite.Create();
        await SmallReplays.StartWithBacklogAsync(site, 10, Totals.Plain(1), Totals.Plain(2));
        await site.StopAsync();
        site.Log.DeleteTopic(Totals.Input);
        site.CreateTopic(Totals.Input, VersionsFixture.Partitions + 1);

        KappaException error = await Assert.ThrowsAsync<KappaException>(() => site.StartAsync(site.Offered));

        Assert.Equal(("KAP5003", ExitCodes.Mismatch), (error.Code, error.ExitCode));
        Assert.Contains("new version of the topology", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_that_another_topology_owns_by_now_is_not_written_by_a_replay()
    {
        await using ReplaySite site = ReplaySite.Create();
        await site.StartAsync(Totals.Plain(1), WithTable(2));
        var catalog = new VersionCatalog(site.Fixture.Registry, site.Log, null);
        var builder = new StreamBuilder();
        builder.Table<string, string>(Totals.Input).ToStream().To("table");
        Topology other = builder.Build("other");
        catalog.Register([new OfferedVersion(other, "Other", null)], null);
        catalog.ChooseLive(_ => other, "other", null);
        string before = site.Everything();

        KappaException error = await Assert.ThrowsAsync<KappaException>(() => site.Versions.StartReplayAsync(
            new ReplayRequest(2), VersionsFixture.TestTimeout()));

        Assert.Equal(("KAP4009", ExitCodes.Refused), (error.Code, error.ExitCode));
        Assert.Equal(before, site.Everything());
    }

    private static OfferedVersion WithTable(int version)
    {
        var builder = new StreamBuilder();
        builder.Stream<string, string>(Totals.Input).GroupByKey()
            .Aggregate(() => "", (_, value, total) => total + value, Materialized.As("totals")).ToStream().To("table");
        return new OfferedVersion(builder.Build(Totals.Name, version), $"TableV{version}", null);
    }
}
