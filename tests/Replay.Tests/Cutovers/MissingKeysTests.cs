namespace Kappa.Replay.Tests;

/// <summary>What a replay could not see is not deleted: it would take every older result away.</summary>
public sealed class MissingKeysTests
{
    private static readonly Letters[] Versions = [Letters.Plain(1), Letters.Filtering(2, total => total != "xx")];

    [Fact]
    public async Task A_key_that_only_the_topic_has_is_deleted_after_a_replay_of_the_whole_history()
    {
        await using Scenario scenario = await StartAsync();
        await scenario.Fixture.ReplayAsync(2);

        CutoverStatus status = await scenario.CutoverAsync();

        Assert.Equal((0L, 1L, 0L), (status.Published, status.Tombstones, status.Left));
        Assert.Equal(["new", "old"], scenario.Fixture.LastValues().Keys);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_replay_from_a_cut_deletes_no_older_key_and_counts_those_it_left(bool deletesMissing)
    {
        await using Scenario scenario = await StartAsync();
        await scenario.Fixture.ReplayAsync(2, from: "1");

        CutoverStatus status = await scenario.CutoverAsync(
            null, new CutoverOptions { DeletesMissing = deletesMissing });

        RequireOldIsLeft(scenario, status, deletesMissing);
    }

    [Fact]
    public async Task A_replay_from_a_time_deletes_no_older_key()
    {
        await using Scenario scenario = await StartAsync();

        // All records are of one time; the cut before a later one is the last.
        await scenario.Fixture.ReplayAsync(2, from: "2026-01-01T00:00:00Z");
        await scenario.WriteAsync(("new", "y"));

        CutoverStatus status = await scenario.CutoverAsync();

        Assert.Equal((1L, 0L, 2L), (status.Published, status.Tombstones, status.Left));
        Assert.Equal(
            new SortedDictionary<string, string> { ["gone"] = "xx", ["new"] = "y", ["old"] = "x" },
            scenario.Fixture.LastValues());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_replay_over_a_source_whose_front_has_expired_deletes_no_older_key(bool deletesMissing)
    {
        await using Scenario scenario = await StartAsync();
        int partition = Enumerable.Range(0, VersionsFixture.Partitions).First(number =>
            scenario.Fixture.Records(Totals.Input, number).Any(record => record.Key == "old"));
        scenario.Log.Admin.DeleteRecords(new TopicPartition(Totals.Input, partition), 1);
        await scenario.Fixture.ReplayAsync(2);

        CutoverStatus status = await scenario.CutoverAsync(
            null, new CutoverOptions { DeletesMissing = deletesMissing });

        RequireOldIsLeft(scenario, status, deletesMissing);
    }

    [Fact]
    public async Task A_rollback_to_a_version_that_never_read_the_whole_history_takes_away_what_the_other_one_added()
    {
        await using Scenario scenario = await Scenario.StartAsync(
            [Letters.Plain(1), Letters.Filtering(2, total => total != "q"), Letters.Plain(3)]);
        await scenario.WriteAsync(("old", "x"));
        await scenario.WriteAsync(("key", "x"));
        await scenario.Fixture.ReplayAsync(2, from: "1");
        await scenario.CutoverAsync();
        await scenario.Fixture.ReplayAsync(3);
        await scenario.CutoverAsync(3);
        await scenario.WriteAsync(("new", "x"), ("old", "y"), ("added", "q"));

        CutoverStatus status = await scenario.RollbackAsync();

        Assert.Equal((2, 1L, 0L), (status.To, status.Tombstones, status.Left));
        Assert.Equal(
            new SortedDictionary<string, string> { ["key"] = "x", ["new"] = "x", ["old"] = "y" },
            scenario.Fixture.LastValues());
    }

    [Fact]
    public async Task A_table_topic_has_one_owner_topology()
    {
        await using Scenario scenario = await StartAsync();
        var builder = new StreamBuilder();
        builder.Stream<string, string>(Totals.Input).GroupByKey().Count(Materialized.As("counts")).ToStream()
            .To(Totals.Output);
        OfferedVersion other = new(builder.Build("other"), "Other", null);

        KappaException error = Assert.Throws<KappaException>(() =>
            new VersionCatalog(scenario.Fixture.Registry, scenario.Log, null).Register([other], null));

        Assert.Equal("KAP4009", error.Code);
        Assert.Null(scenario.Fixture.Registry.Find("other", 1));
    }

    private static async Task<Scenario> StartAsync()
    {
        Scenario scenario = await Scenario.StartAsync(Versions);
        await scenario.WriteAsync(("old", "x")); // Cut 1.
        await scenario.WriteAsync(("gone", "x"));
        await scenario.WriteAsync(("gone", "x"), ("new", "x"));
        return scenario;
    }

    private static void RequireOldIsLeft(Scenario scenario, CutoverStatus status, bool deletesMissing)
    {
        // Version 2 knows that "gone" is none of its rows, but not why: it leaves it with those that it never saw.
        string[] left = deletesMissing ? [] : ["gone", "old"];
        Assert.Equal(left.Append("new").Order(), scenario.Fixture.LastValues().Keys);
        Assert.Equal((deletesMissing ? 2 : 0, left.Length), (status.Tombstones, status.Left));
    }
}
