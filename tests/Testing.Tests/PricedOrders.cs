using System.Diagnostics.CodeAnalysis;

namespace Kappa.Testing.Tests;

/// <summary>The topology of docs/snapshots.md, With Debezium.</summary>
[Topology("priced-orders")]
[SuppressMessage("Design", "CA1034", Justification = "Read as one piece.")]
public sealed class PricedOrders : ITopology
{
    /// <summary>An order of a shop, keyed by product.</summary>
    public sealed record Order(int Quantity);

    /// <summary>A product: captured by Debezium, and in the nightly dump.</summary>
    public sealed record Product(string Name, decimal Price);

    /// <summary>An order, and what it comes to.</summary>
    public sealed record PricedOrder(string Product, decimal Total);

    /// <inheritdoc/>
    public void Build(StreamBuilder builder)
    {
        KTable<string, Product> products = builder.DebeziumTable<string, Product>(
            "shop.public.products", snapshots: "products", materialized: Materialized.As("products"));

        builder.Stream<string, Order>("orders")
            .Join(products, (order, product) => new PricedOrder(product.Name, order.Quantity * product.Price))
            .To("priced-orders");
    }
}
