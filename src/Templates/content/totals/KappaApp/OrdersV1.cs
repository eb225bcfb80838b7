using Kappa;

namespace KappaApp;

/// <summary>Adds up what each customer orders.</summary>
[Topology("orders", Version = 1)]
public sealed class OrdersV1 : ITopology
{
    public void Build(StreamBuilder builder) => builder
        .Stream<string, Order>("orders")
        .GroupByKey()
        .Aggregate(() => CustomerTotal.Zero, (_, order, total) => total.Add(order), Materialized.As("totals"))
        .ToStream()
        .To("customer-totals");
}
