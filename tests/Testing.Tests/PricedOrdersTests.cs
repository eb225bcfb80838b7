using static Kappa.Testing.Tests.PricedOrders;

namespace Kappa.Testing.Tests;

/// <summary>What docs/snapshots.md says of its topology, with the event that it shows.</summary>
public sealed class PricedOrdersTests
{
    [Fact]
    public void An_order_has_the_newer_one_of_the_prices()
    {
        using var driver = new TopologyTestDriver(Topology.From(new PricedOrders()));
        TestInputTopic<string, Product> snapshots = driver.CreateInputTopic<string, Product>("products");
        TestInputTopic<string, Order> orders = driver.CreateInputTopic<string, Order>("orders");

        snapshots.PipeInput("P7", new Product("Lamp", 39), 1_796_004_000_000); // 02:00.
        orders.PipeInput("P7", new Order(2));
        driver.CreateInputTopic("shop.public.products", Serdes.String, Serdes.String).PipeInput(
            """{"sku":"P7"}""", """
            {"before":{"sku":"P7","name":"Lamp","price":39},"after":{"sku":"P7","name":"Lamp","price":35.5},
             "source":{"ts_ms":1796006400000,"table":"products"},"op":"u","ts_ms":1796006400210}
            """); // 02:40.
        orders.PipeInput("P7", new Order(2));
        snapshots.PipeInput("P7", new Product("Lamp", 39), 1_796_005_000_000); // A dump of 02:16 that came later.
        orders.PipeInput("P7", new Order(2));

        Assert.Equal(
            [new("Lamp", 78), new("Lamp", 71), new PricedOrder("Lamp", 71)],
            driver.CreateOutputTopic<string, PricedOrder>("priced-orders").ReadRecords()
                .Select(record => record.Value!));
    }
}
