namespace Kappa.Topologies.Tests;

/// <summary>How tables with versions are described, and what cannot be, each with its message.</summary>
public sealed class VersionedTableTests
{
    private static readonly TimeSpan Ten = TimeSpan.FromMilliseconds(10);

    [Fact]
    public void A_table_with_versions_says_how_long_it_keeps_them()
    {
        var builder = new StreamBuilder();
        builder.Stream<string, string>("in").Join(
            builder.Table<string, string>("other", null, Materialized.AsVersioned("rows", Ten)), Pair,
            Joined.As("held").WithGracePeriod(Ten)).To("out");

        string text = builder.Build("versions").Describe();

        Assert.Contains(
            "[store rows; key = string, value = string, history-ms = 10, keys = sorted-1]", text,
            StringComparison.Ordinal);
        Assert.Contains(
            "in.join (stream-table-join; join = inner, with = rows, grace-ms = 10) [store held-waiting; key = string" +
            ", value = held(string), keys = sorted-1]", text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_worked_out_row_by_row_of_a_table_with_versions_has_versions_too()
    {
        var builder = new StreamBuilder();
        KTable<string, string> table = builder.Table<string, string>(
            "other", null, Materialized.AsVersioned("rows", Ten));

        Assert.Equal(10, table.Filter((_, _) => true).MapValues(value => value).HistoryMs);
        Assert.Null(table.Filter((_, _) => true, Materialized.As("plain")).HistoryMs);
        Assert.Null(table.Join(table, Pair).HistoryMs);
    }

    [Fact]
    public void A_negative_history_is_refused() => Refuses(
        "KAP1091", "A table cannot keep its versions for -1 ms. Zero keeps the latest of each key only.",
        () => Materialized.AsVersioned("rows", TimeSpan.FromMilliseconds(-1)));

    [Fact]
    public void A_negative_wait_is_refused() => Refuses(
        "KAP1094", "A join cannot wait -1 ms for late updates of a table: give Joined.WithGracePeriod zero or more.",
        () => Joined.As("held").WithGracePeriod(TimeSpan.FromMilliseconds(-1)));

    [Fact]
    public void A_wait_for_a_table_without_versions_is_refused() => Refuses(
        "KAP1090",
        "The join of 'in' is to wait for late updates of the table 'other', but that keeps no versions: the row of " +
        "an earlier moment cannot be asked for. Read the table with Materialized.AsVersioned(name, " +
        "historyRetention), or leave Joined.WithGracePeriod out.",
        () => JoinWaiting(null));

    [Fact]
    public void A_wait_that_is_longer_than_the_history_is_refused() => Refuses(
        "KAP1092",
        "A join waits 11 ms for late updates of the table 'other', but its versions are kept for 10 ms: the row of " +
        "the record's time would be gone. Give Materialized.AsVersioned as much history, or Joined.WithGracePeriod " +
        "less.",
        () => JoinWaiting(Materialized.AsVersioned("rows", Ten)));

    [Fact]
    public void Totals_with_versions_are_refused() => Refuses(
        "KAP1093",
        "The store 'totals' cannot keep versions: totals, joins by a foreign key and tables of captured changes " +
        "have none. Use Materialized.As here, and keep the versions of a table behind it: .MapValues(row => row, " +
        "Materialized.AsVersioned(name, historyRetention)).",
        () => new StreamBuilder().Stream<string, string>("in").GroupByKey()
            .Count(Materialized.AsVersioned("totals", Ten)));

    [Fact]
    public void A_join_by_a_foreign_key_with_versions_is_refused()
    {
        var builder = new StreamBuilder();
        KTable<string, string> table = builder.Table<string, string>("in");

        KappaException error = Assert.Throws<KappaException>(() => table.Join(
            builder.Table<string, string>("other"), row => row, Pair, Materialized.AsVersioned("joined", Ten)));

        Assert.Equal("KAP1093", error.Code);
    }

    private static void JoinWaiting(Materialized? materialized)
    {
        var builder = new StreamBuilder();
        builder.Stream<string, string>("in").Join(
            builder.Table<string, string>("other", null, materialized), Pair,
            Joined.As("held").WithGracePeriod(TimeSpan.FromMilliseconds(11)));
    }

    private static string Pair(string left, string right) => left + right;

    private static void Refuses(string code, string message, Action describe)
    {
        KappaException error = Assert.Throws<KappaException>(describe);

        Assert.Equal((code, $"{message} [{code}, exit 78]"), (error.Code, $"{error.Message} [{code}, exit 78]"));
    }
}
