namespace Kappa.Hosting.Tests;

/// <summary>What each customer has ordered, in cents.</summary>
[Topology("order-totals")]
public sealed class OrderTotals : ITopology
{
    /// <inheritdoc/>
    public void Build(StreamBuilder builder) => builder
        .Stream<string, long>("orders")
        .GroupByKey()
        .Aggregate(() => 0L, (_, cents, total) => total + cents, Materialized.As("totals"));
}
