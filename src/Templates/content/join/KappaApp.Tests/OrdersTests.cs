using Kappa;
using Kappa.Testing;

namespace KappaApp.Tests;

public class OrdersTests
{
    [Fact]
    public void An_order_has_the_customer_as_of_then()
    {
        using var driver = new TopologyTestDriver(Topology.From(new OrdersV1()));
        TestInputTopic<string, Order> orders = driver.CreateInputTopic<string, Order>("orders");
        TestInputTopic<string, Customer> customers = driver.CreateInputTopic<string, Customer>("customers");
        TestOutputTopic<string, NamedOrder> named = driver.CreateOutputTopic<string, NamedOrder>("named-orders");

        orders.PipeInput("ana", new Order(1, 5m));
        customers.PipeInput("ana", new Customer("Ana", "PT"));
        orders.PipeInput("ana", new Order(2, 6m));
        customers.PipeInput("ana", new Customer("Ana", "ES"));
        orders.PipeInput("ana", new Order(3, 7m));

        Assert.Equal(
            [new NamedOrder(1, 5m, null, null), new NamedOrder(2, 6m, "Ana", "PT"), new NamedOrder(3, 7m, "Ana", "ES")],
            named.ReadRecords().Select(record => record.Value!));
    }
}
