using Kappa;

namespace KappaApp;

/// <summary>Adds up what each customer orders, with the customer's name from the last full dump.</summary>
[Topology("orders", Version = 1)]
public sealed class OrdersV1 : ITopology
{
    public void Build(StreamBuilder builder) => builder
        .Stream<string, Order>("orders")
        .GroupByKey()
        .Aggregate(() => CustomerTotal.Zero, (_, order, total) => total.Add(order), Materialized.As("totals"))
        .LeftJoin(
            builder.SnapshotTable<string, Customer>("customers"),
            (total, customer) => new NamedTotal(total.Orders, total.Amount, customer?.Name, customer?.Country))
        .ToStream()
        .To("named-totals");
}
