namespace Kappa.Replay.Tests;

/// <summary>Every output has one writer at any time, whoever is live.</summary>
public sealed class OutputOwnerTests
{
    private const string Extra = "extra";
    private const string Echo = "echo";

    [Fact]
    public async Task An_output_that_was_a_table_cannot_become_a_stream_of_the_same_topic()
    {
        await RequireRefusedAsync("KAP4017", builder => builder.Stream<string, string>(Totals.Input).To(Totals.Output));
    }

    [Fact]
    public async Task An_output_whose_keys_change_their_type_needs_another_topic()
    {
        await RequireRefusedAsync("KAP4018", builder => builder.Stream<string, string>(Totals.Input)
            .GroupBy((_, value) => (long)value.Length).Count(Materialized.As("counts")).ToStream().To(Totals.Output));
    }

    [Fact]
    public async Task A_table_output_has_as_many_partitions_as_its_tasks()
    {
        var builder = new StreamBuilder();
        builder.Table<string, string>("single").ToStream().To(Totals.Output);
        OfferedVersion second = new(builder.Build(Totals.Name, 2), "Second", null);
        await using Scenario scenario = await Scenario.StartAsync(
            [Letters.Plain(1)], offered: [Letters.Plain(1).Offer(), second]);
        scenario.Log.Admin.CreateTopic("single", new Logs.TopicSettings { Partitions = 3 });

        KappaException error = await Assert.ThrowsAsync<KappaException>(() => scenario.Fixture.ReplayAsync(2));

        Assert.Equal(78, error.ExitCode);
        Assert.Equal(VersionState.Registered, scenario.Fixture.Registry.Find(Totals.Name, 2)!.State);
        Assert.DoesNotContain(
            scenario.Log.Topics, topic => topic.Name.StartsWith("totals.v2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_output_that_nobody_else_writes_is_filled_by_the_replay_and_not_again_at_the_cutover()
    {
        await using Scenario scenario = await StartAsync(Plain(1), Both(2));
        await scenario.WriteAsync(("a", "x"), ("b", "x"), ("a", "y"));
        await scenario.Fixture.ReplayAsync(2);
        Assert.Equal(
            new SortedDictionary<string, string> { ["a"] = "2xy", ["b"] = "2x" },
            scenario.Fixture.LastValues(Extra));
        Assert.Equal(["2x", "2x", "2y"], Values(scenario, Echo).Order());
        int before = scenario.Fixture.Records(Extra).Count;

        await scenario.CutoverAsync();

        Assert.Equal(before, scenario.Fixture.Records(Extra).Count);
        Assert.Equal(3, Values(scenario, Echo).Count);
        VersionRecord live = scenario.Fixture.Registry.Find(Totals.Name, 2)!;
        Assert.Empty(live.Publishes.Concat(live.Creates)); // All outputs are its own now.
        await scenario.WriteAsync(("b", "y"));
        Assert.Equal("2xy", scenario.Fixture.LastValues(Extra)["b"]);
    }

    [Fact]
    public async Task After_a_rollback_an_output_that_only_the_other_version_has_goes_on()
    {
        await using Scenario scenario = await StartAsync(Plain(1), Both(2));
        await scenario.WriteAsync(("a", "x"));
        await scenario.Fixture.ReplayAsync(2);
        await scenario.CutoverAsync();
        await scenario.WriteAsync(("a", "y"));

        await scenario.RollbackAsync();

        await scenario.WriteAsync(("a", "z"));
        await scenario.FollowAsync(2);
        Assert.Equal("2xyz", scenario.Fixture.LastValues(Extra)["a"]);
        Assert.Equal(["2x", "2y", "2z"], Values(scenario, Echo));
        Assert.Equal("xyz", scenario.Fixture.LastValues()["a"]);
    }

    [Fact]
    public async Task An_output_that_the_new_version_has_dropped_goes_on_until_the_old_one_is_retired()
    {
        await using Scenario scenario = await StartAsync(Both(1), Plain(2));
        await scenario.WriteAsync(("a", "x"));
        await scenario.Fixture.ReplayAsync(2);
        await scenario.CutoverAsync();
        await scenario.WriteAsync(("a", "y"));
        await scenario.FollowAsync(1);
        Assert.Equal("1xy", scenario.Fixture.LastValues(Extra)["a"]);
        VersionRecord old = scenario.Fixture.Registry.Find(Totals.Name, 1)!;
        Assert.Equal([Totals.Output], old.Images.Keys); // Neither what it goes on to publish, nor a stream.
        Assert.Equal([Echo, Extra], old.Publishes.Order(StringComparer.Ordinal));

        await scenario.RollbackAsync();
        await scenario.WriteAsync(("a", "z"));

        Assert.Equal("1xyz", scenario.Fixture.LastValues(Extra)["a"]);
        Assert.Equal(["1x", "1y", "1z"], Values(scenario, Echo));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_shadow_that_publishes_an_output_hands_it_over_when_another_version_with_it_becomes_live(
        bool restarts)
    {
        await using Scenario scenario = await StartAsync(Plain(1), Both(2), Both(3));
        await scenario.WriteAsync(("a", "x"), ("b", "x"));
        await scenario.Fixture.ReplayAsync(2);
        await scenario.CutoverAsync();
        await scenario.RollbackAsync();
        await scenario.Fixture.ReplayAsync(3);
        Assert.Equal("2x", scenario.Fixture.LastValues(Extra)["a"]);
        await scenario.WriteAsync(("a", "y"));

        await scenario.CutoverAsync(3);
        VersionRecord owner = scenario.Fixture.Registry.Find(Totals.Name, 2)!;
        Assert.Equal([Extra, Totals.Output], owner.Images.Keys.Order(StringComparer.Ordinal)); // A stream has none.

        await CheckAsync("z", "3xyz", "3x", ["2x", "2y", "3z"]);
        await scenario.RollbackAsync(); // To 1: version 3 goes on with both.
        Assert.Equal(1, scenario.Live);
        await CheckAsync("u", "3xyzu", "3x", ["2x", "2y", "3z", "3u"]);
        await scenario.CutoverAsync(2); // Version 2 has them back.
        await CheckAsync("v", "2xyzuv", "2x", ["2x", "2y", "3z", "3u", "2v"]);

        async Task CheckAsync(string letter, string a, string b, string[] echo)
        {
            if (restarts)
            {
                await scenario.RestartAsync();
            }

            await scenario.WriteAsync(("a", letter));
            await scenario.FollowAsync(2);
            await scenario.FollowAsync(3);
            Assert.Equal(
                new SortedDictionary<string, string> { ["a"] = a, ["b"] = b }, scenario.Fixture.LastValues(Extra));
            Assert.Equal(echo, scenario.Fixture.Records(Echo).Where(row => row.Key == "a").Select(row => row.Value));
        }
    }

    [Fact]
    public async Task Rows_that_a_retired_version_has_left_change_at_the_cutover_and_not_before()
    {
        await using Scenario scenario = await StartAsync(Plain(1), Both(2), Both(3));
        await scenario.WriteAsync(("a", "x"));
        await scenario.Fixture.ReplayAsync(2);
        await scenario.Versions.AbortAsync(null, null, VersionsFixture.TestTimeout());
        Assert.Null(scenario.Log.Find(Extra)); // It was its own.
        await scenario.Fixture.ReplayAsync(2);
        await scenario.CutoverAsync();
        await scenario.RollbackAsync();
        await scenario.Versions.RetireAsync(2, null, null, VersionsFixture.TestTimeout());
        scenario.WriteByHand("gone", "2x", Extra);
        List<(string, string?)> before = scenario.Fixture.Records(Extra);
        await scenario.WriteAsync(("a", "y"));

        await scenario.Fixture.ReplayAsync(3);
        Assert.Equal(before, scenario.Fixture.Records(Extra));
        await scenario.CutoverAsync(3);

        Assert.Equal(new SortedDictionary<string, string> { ["a"] = "3xy" }, scenario.Fixture.LastValues(Extra));
        await scenario.RollbackAsync();
        await scenario.WriteAsync(("a", "z"));
        await scenario.FollowAsync(3);
        Assert.Equal("3xyz", scenario.Fixture.LastValues(Extra)["a"]);
    }

    [Fact]
    public async Task A_comparison_sees_an_output_that_the_live_version_has_filled_as_a_shadow()
    {
        await using Scenario scenario = await StartAsync(Plain(1), Both(2), Both(3));
        await scenario.WriteAsync(("a", "x"), ("b", "x"));
        await scenario.Fixture.ReplayAsync(2);
        await scenario.CutoverAsync();
        await scenario.Fixture.ReplayAsync(3);

        using VersionDiff diff = await scenario.Versions.DiffAsync(2, 3, Extra, VersionsFixture.TestTimeout());

        TableComparison table = Assert.Single(diff.Compare(0));
        Assert.Equal((0L, 2L, 0L, 0L), (table.Same, table.Changed, table.OnlyOld, table.OnlyNew));
    }

    [Fact]
    public async Task An_owner_that_fails_on_its_way_to_the_cut_holds_nobody_up()
    {
        using var held = new HeldVersion(2, "!");
        await using Scenario scenario = await Scenario.StartAsync(
            [Plain(1), held.Letters, Plain(3)], onDisk: true, // One that is not closed could not be opened again.
            offered: [Plain(1).Offer(), Both(held.Letters), Both(3)],
            settings: given => given with { Limits = new() { SliceRecords = 1, RunRecords = 1 } });
        await PublishBesideAsync(scenario);
        held.Hold();
        await scenario.WriteAsync(("a", "y"), ("a", "!"));
        await scenario.FollowAsync(3);
        held.Poison();

        Task<CutoverStatus> cutover = scenario.CutoverAsync(3);
        await scenario.Versions.WaitAsync(
            1, _ => scenario.Versions.Find(1) is null, VersionsFixture.TestTimeout());
        held.LetGo(); // It ends its run, and stands one record before the cut.
        await cutover;

        Assert.Equal(3, scenario.Live);
        VersionStatus owner = await scenario.Versions.WaitAsync(
            2, status => status.Record.State == VersionState.Stopped, VersionsFixture.TestTimeout());
        Assert.Contains("poison", owner.Error, StringComparison.Ordinal);
        Assert.Equal("3xy!", scenario.Fixture.LastValues(Extra)["a"]);
    }

    [Fact]
    public async Task An_owner_that_hands_one_output_over_keeps_what_it_says_of_those_that_it_does_not_own()
    {
        Letters second = Letters.Shouting(2, _ => true);
        await using Scenario scenario = await Scenario.StartAsync(
            [Plain(1), second, Plain(3)], offered: [Plain(1).Offer(), Both(second), Both(3)]);
        await PublishBesideAsync(scenario);
        await scenario.CutoverAsync(3);
        await scenario.FollowAsync(2);

        await scenario.CutoverAsync(2); // Of a key that has not changed since.

        Assert.Equal(scenario.Expected(2), scenario.Fixture.LastValues());
    }

    [Fact]
    public async Task An_owner_goes_on_when_the_cutover_that_has_stopped_it_is_withdrawn()
    {
        using var held = new HeldVersion(3, "!");
        await using Scenario scenario = await Scenario.StartAsync(
            [Plain(1), Plain(2), held.Letters], offered: [Plain(1).Offer(), Both(2), Both(held.Letters)]);
        await PublishBesideAsync(scenario);
        held.Hold();
        await scenario.WriteAsync(("a", "!"));
        scenario.Step = step =>
        {
            if (step == ReplaySteps.CutoverSwitched)
            {
                held.Poison();
                held.LetGo();
            }
        };
        await Assert.ThrowsAsync<KappaException>(() => scenario.CutoverAsync(3));

        CutoverStatus status = await scenario.RollbackAsync();

        Assert.Equal((CutoverStage.Withdrawn, 1), (status.Stage, scenario.Live));
        Assert.NotNull(scenario.Versions.Find(2));
        await scenario.WriteAsync(("b", "y"));
        await scenario.FollowAsync(2);
        Assert.Equal("2y", scenario.Fixture.LastValues(Extra)["b"]);
    }

    [Fact]
    public async Task An_owner_that_has_stopped_stays_where_it_stands_at_a_cutover()
    {
        bool isPoison = true;
        Letters second = new(
            2,
            (_, value, total) => isPoison && value == "!" ? throw new FormatException("poison") : total + value,
            _ => true);
        await using Scenario scenario = await Scenario.StartAsync(
            [Plain(1), second, Plain(3)], offered: [Plain(1).Offer(), Both(second), Both(3)]);
        await PublishBesideAsync(scenario);
        await scenario.WriteAsync(("a", "!"));
        await scenario.Versions.WaitAsync(
            2, status => status.Record.State == VersionState.Stopped, VersionsFixture.TestTimeout());
        await scenario.FollowAsync(3);
        isPoison = false;

        await scenario.CutoverAsync(3);

        Assert.Equal(VersionState.Stopped, scenario.Fixture.Registry.Find(Totals.Name, 2)!.State);
        Assert.Equal(["2x"], Values(scenario, Echo));
        Assert.Equal("3x!", scenario.Fixture.LastValues(Extra)["a"]);
    }

    /// <summary>Version 1 is live, 2 shadows and publishes outputs of its own, and 3 has caught up.</summary>
    private static async Task PublishBesideAsync(Scenario scenario)
    {
        await scenario.WriteAsync(("a", "x"));
        await scenario.Fixture.ReplayAsync(2);
        await scenario.CutoverAsync();
        await scenario.RollbackAsync();
        await scenario.Fixture.ReplayAsync(3);
        await scenario.FollowAsync(2);
    }

    private static Letters Plain(int version) => Letters.Plain(version);

    private static OfferedVersion Both(Letters letters) => letters.Offer(stream =>
    {
        stream.GroupByKey().Aggregate(
            () => $"{letters.Version}", (_, value, total) => total + value, Materialized.As("extras"))
            .ToStream().To(Extra);
        stream.MapValues(value => $"{letters.Version}{value}").To(Echo);
    });

    private static OfferedVersion Both(int version) => Both(Letters.Plain(version));

    private static Task<Scenario> StartAsync(params object[] versions) => Scenario.StartAsync(
        [.. versions.Select((_, index) => Letters.Plain(index + 1))],
        offered: [.. versions.Select(version => version as OfferedVersion ?? ((Letters)version).Offer())]);

    private static List<string?> Values(Scenario scenario, string topic) =>
        [.. scenario.Fixture.Records(topic).Select(record => record.Value)];

    private static async Task RequireRefusedAsync(string code, Action<StreamBuilder> build)
    {
        var builder = new StreamBuilder();
        build(builder);
        await using Scenario scenario = await Scenario.StartAsync(
            [Letters.Plain(1)],
            offered: [Letters.Plain(1).Offer(), new(builder.Build(Totals.Name, 2), "Second", null)]);
        await scenario.WriteAsync(("a", "x"));
        string before = scenario.Everything();

        KappaException error = await Assert.ThrowsAsync<KappaException>(() => scenario.Fixture.ReplayAsync(2));

        Assert.Equal((code, 5), (error.Code, error.ExitCode));
        Assert.Equal(before, scenario.Everything());
    }
}
