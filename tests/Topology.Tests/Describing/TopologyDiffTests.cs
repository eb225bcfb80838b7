namespace Kappa.Topologies.Tests;

/// <summary>What a new version keeps, changes, adds and drops, by structure.</summary>
public sealed class TopologyDiffTests
{
    [Fact]
    public void The_same_description_keeps_everything()
    {
        IReadOnlyList<TopologyChange> changes = Orders().ChangesIn(Orders());

        Assert.All(changes, change => Assert.Equal((TopologyChangeKind.Kept, 0), (change.Kind, change.Reasons.Count)));
        Assert.Equal(
            ["Source customers", "Source orders", "Store customers", "Store totals", "Exchange totals.repartition",
                "Output names", "Output sums"],
            changes.Select(change => $"{change.Part} {change.Name}"));
    }

    [Fact]
    public void An_operator_that_is_put_in_changes_what_lies_behind_it_and_nothing_else()
    {
        IReadOnlyList<TopologyChange> changes = Orders().ChangesIn(Orders(orders => orders.Filter((_, _) => true)));

        Assert.Equal(
            ["Exchange totals.repartition", "Output sums", "Store totals"],
            changes.Where(change => change.Kind == TopologyChangeKind.Changed)
                .Select(change => $"{change.Part} {change.Name}").Order(StringComparer.Ordinal));
        Assert.All(
            changes.Where(change => change.Kind == TopologyChangeKind.Changed),
            change => Assert.Contains("'orders.filter' (filter) is new", change.Reasons));
    }

    [Fact]
    public void A_store_with_other_values_is_changed_and_the_reason_names_both()
    {
        var builder = new StreamBuilder();
        builder.Stream<string, string>("orders").GroupByKey()
            .Aggregate(() => "", (_, value, total) => total + value, Materialized.As("totals")).ToStream().To("sums");
        var next = new StreamBuilder();
        next.Stream<string, string>("orders").GroupByKey()
            .Aggregate(() => 0L, (_, _, total) => total + 1, Materialized.As("totals")).ToStream().To("sums");

        TopologyChange store = Assert.Single(
            builder.Build("orders").ChangesIn(next.Build("orders", 2)), change => change.Part == TopologyPart.Store);

        Assert.Equal(TopologyChangeKind.Changed, store.Kind);
        Assert.Equal(
            ["'totals.aggregate' (aggregate) store totals = string -> int64, was string -> string"], store.Reasons);
    }

    [Fact]
    public void What_only_one_version_has_is_new_or_gone()
    {
        var next = new StreamBuilder();
        next.Stream<string, string>("orders").GroupByKey().Count(Materialized.As("counts")).ToStream().To("numbers");

        IReadOnlyList<TopologyChange> changes = Orders().ChangesIn(next.Build("orders", 2));

        Assert.Equal(
            ["+Store counts", "+Output numbers", "-Source customers", "-Store customers", "-Store totals",
                "-Exchange totals.repartition", "-Output names", "-Output sums"],
            changes.Where(change => change.Kind != TopologyChangeKind.Kept).Select(change =>
                $"{(change.Kind == TopologyChangeKind.Added ? '+' : '-')}{change.Part} {change.Name}"));
    }

    private static Topology Orders(Func<KStream<string, string>, KStream<string, string>>? also = null)
    {
        var builder = new StreamBuilder();
        KStream<string, string> orders = builder.Stream<string, string>("orders");
        (also?.Invoke(orders) ?? orders).SelectKey((_, value) => value).GroupByKey()
            .Count(Materialized.As("totals")).ToStream().To("sums");
        builder.Table<string, string>("customers").ToStream().To("names");
        return builder.Build("orders");
    }
}
