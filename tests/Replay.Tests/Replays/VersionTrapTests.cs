using System.Diagnostics;

namespace Kappa.Replay.Tests;

/// <summary>The traps of changed code (docs/replay-traps.md 11, 17 and 18).</summary>
public sealed class VersionTrapTests
{
    private static int _counter;

    [Theory]
    [InlineData("clock")]
    [InlineData("random")]
    [InlineData("static counter")]
    public async Task Trap_11_code_that_is_not_repeatable_is_caught_by_verify(string what)
    {
        Func<string> read = what switch
        {
            "clock" => () => $"{Stopwatch.GetTimestamp()}",
            "random" => () => $"{new Random().NextInt64()}",
            _ => () => $"{Interlocked.Increment(ref _counter)}",
        };
        await using ReplaySite site = ReplaySite.Create();
        await SmallReplays.StartWithBacklogAsync(site, 14, Totals.Version(1, (_, _, _) => read()));

        VerifyResult result = new Verification(site.Versions.Live!, site.Log, site.Settings)
            .Run(10, null, CancellationToken.None);

        TableComparison store = Assert.Single(result.Stores);
        Assert.False(result.IsSame);
        Assert.Equal((0, 7), (store.Same, store.Changed));
    }

    [Fact]
    public async Task Trap_11_code_that_is_repeatable_is_not()
    {
        await using ReplaySite site = ReplaySite.Create(with: SmallReplays.Small);
        await SmallReplays.StartWithBacklogAsync(site, 50, Totals.Plain(1));
        await site.RestartAsync();
        site.Fixture.Write([("a", "x"), ("b", "y")]);
        await site.Fixture.SettleAsync();

        Assert.True(new Verification(site.Versions.Live!, site.Log, site.Settings)
            .Run(10, null, CancellationToken.None).IsSame);
    }

    [Fact]
    public async Task Trap_17_keys_that_another_partitioner_puts_elsewhere_are_the_same_keys()
    {
        // Version 1 groups where a producer of its own mind has put the keys; version 2 sends them where Kappa would.
        await using ReplaySite site = ReplaySite.Create();
        site.CreateTopic(Totals.Input, VersionsFixture.Partitions);
        for (int record = 0; record < 30; record++)
        {
            site.Append(Totals.Input, record % 5 % 2, ($"k{record % 5}", $"{record},", record));
        }

        await site.StartAsync(Totals.Plain(1), Sent(2));
        await site.Fixture.SettleAsync();
        await site.Fixture.ReplayAsync(2);

        (long same, string[] differences) = await site.CompareAsync(1, 2);

        Assert.Empty(differences);
        Assert.Equal(10, same); // Five keys in the store, and in the output.
        Assert.NotEqual(PartitionsOf(site, 1), PartitionsOf(site, 2));
    }

    [Fact]
    public async Task Trap_17_a_comparison_counts_what_a_cutover_publishes_where_keys_lie_in_other_partitions()
    {
        // The rows are the same, and yet nearly all of them are published anew: nothing said so before.
        await using ReplaySite site = ReplaySite.Create();
        site.CreateTopic(Totals.Input, VersionsFixture.Partitions);
        for (int record = 0; record < 30; record++)
        {
            site.Append(Totals.Input, record % 5 % 2, ($"k{record % 5}", $"{record},", record));
        }

        await site.StartAsync(Totals.Plain(1), Sent(2));
        await site.Fixture.SettleAsync();
        await site.Fixture.ReplayAsync(2);
        TableComparison compared = await CompareOutputAsync(site, 1, 2);

        CutoverStatus status = await site.Versions.CutoverAsync(
            null, new CutoverOptions(), VersionsFixture.TestTimeout());

        Assert.Equal((5, 0), (compared.Same, compared.Differences));
        Assert.Equal((status.Published, status.Tombstones), (compared.Publishes, compared.Deletes));
        Assert.InRange(status.Published, 1, 5);
        TableComparison after = await CompareOutputAsync(site, 2, 1);
        Assert.Equal((status.Published, status.Tombstones), (after.Publishes, after.Deletes));
    }

    [Fact]
    public async Task Trap_17_a_key_that_lies_in_two_partitions_is_compared_with_its_own_kind_first()
    {
        // Compared by the order of the rows, the stray one was held against the version's, and a change was found.
        await using ReplaySite site = ReplaySite.Create();
        await SmallReplays.StartWithBacklogAsync(site, 30, Totals.Plain(1), Totals.Plain(2));
        await site.Fixture.ReplayAsync(2);
        for (int partition = 0; partition < VersionsFixture.Partitions; partition++)
        {
            string own = site.Fixture.Records(Totals.Output, partition)[0].Key;
            site.Append(Totals.Output, 1 - partition, (own, "stray", 1));
        }

        site.Fixture.Write("a", "x"); // Commits, so that the next comparison sees the stray rows.
        await site.Fixture.SettleAsync();
        TableComparison compared = await CompareOutputAsync(site, 1, 2);
        CutoverStatus status = await site.Versions.CutoverAsync(
            null, new CutoverOptions(), VersionsFixture.TestTimeout());

        Assert.Equal((0, 2, 0), (compared.Changed, compared.OnlyOld, compared.OnlyNew));
        Assert.Equal((0, 2), (compared.Publishes, compared.Deletes));
        Assert.Equal((0, 2), (status.Published, status.Tombstones));
    }

    [Fact]
    public async Task Trap_18_an_operator_in_between_renames_no_store()
    {
        await using ReplaySite site = ReplaySite.Create();
        await SmallReplays.StartWithBacklogAsync(site, 30, Totals.Plain(1), Longer(2));
        await site.Fixture.ReplayAsync(2);

        (long same, string[] differences) = await site.CompareAsync(1, 2);

        Assert.Empty(differences);
        Assert.Equal(14, same);
        Assert.Equal(Stores(site, 1), Stores(site, 2));
        await site.Versions.CutoverAsync(null, new CutoverOptions(), VersionsFixture.TestTimeout());
        await site.Versions.RetireAsync(1, null, null, VersionsFixture.TestTimeout());
        Assert.DoesNotContain(site.Topics, topic => topic.StartsWith("totals.v1.", StringComparison.Ordinal));
    }

    private static async Task<TableComparison> CompareOutputAsync(ReplaySite site, int old, int now)
    {
        using VersionDiff diff = await site.Versions.DiffAsync(
            old, now, Totals.Output, VersionsFixture.TestTimeout());
        return Assert.Single(diff.Compare(0));
    }

    private static string[] Stores(ReplaySite site, int version) =>
        [.. site.Versions.Find(version)!.Stores.Select(store => store.Name)];

    /// <summary>How many rows each partition of the changelog has had.</summary>
    private static long[] PartitionsOf(ReplaySite site, int version) =>
    [
        .. Enumerable.Range(0, VersionsFixture.Partitions).Select(partition => site.Log.Offsets(
            new TopicPartition($"totals.v{version}.i1.totals.changelog", partition)).LastStable),
    ];

    private static OfferedVersion Sent(int version)
    {
        var builder = new StreamBuilder();
        builder.Stream<string, string>(Totals.Input).GroupBy((key, _) => key)
            .Aggregate(() => "", (_, value, total) => total + value, Materialized.As("totals"))
            .ToStream().To(Totals.Output);
        return new OfferedVersion(builder.Build(Totals.Name, version), $"SentV{version}", null);
    }

    private static OfferedVersion Longer(int version)
    {
        var builder = new StreamBuilder();
        builder.Stream<string, string>(Totals.Input).Filter((_, _) => true).MapValues((_, value) => value).GroupByKey()
            .Aggregate(() => "", (_, value, total) => total + value, Materialized.As("totals"))
            .Filter((_, _) => true).ToStream().To(Totals.Output);
        return new OfferedVersion(builder.Build(Totals.Name, version), $"LongerV{version}", null);
    }
}
