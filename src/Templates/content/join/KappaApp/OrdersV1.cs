using Kappa;

namespace KappaApp;

/// <summary>Puts the customer to each order, as the customer was when the order came.</summary>
[Topology("orders", Version = 1)]
public sealed class OrdersV1 : ITopology
{
    public void Build(StreamBuilder builder) => builder
        .Stream<string, Order>("orders")
        .LeftJoin(
            builder.Table<string, Customer>("customers"),
            (order, customer) => new NamedOrder(order.Id, order.Amount, customer?.Name, customer?.Country))
        .To("named-orders");
}
