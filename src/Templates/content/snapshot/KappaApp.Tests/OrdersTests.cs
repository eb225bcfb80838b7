using Kappa;
using Kappa.Testing;

namespace KappaApp.Tests;

public class OrdersTests
{
    [Fact]
    public void A_total_has_the_customer_of_the_last_dump()
    {
        using var driver = new TopologyTestDriver(Topology.From(new OrdersV1()));
        TestInputTopic<string, Order> orders = driver.CreateInputTopic<string, Order>("orders");
        TestInputTopic<string, Customer> customers = driver.CreateInputTopic<string, Customer>("customers");
        TestOutputTopic<string, NamedTotal> named = driver.CreateOutputTopic<string, NamedTotal>("named-totals");

        orders.PipeInput("ana", new Order(1, 5m));
        customers.PipeInput("ana", new Customer("ana", "Ana", "PT"));
        orders.PipeInput("ana", new Order(2, 6m));
        customers.PipeInput("ana", new Customer("ana", "Ana", "ES"));

        Assert.Equal(
            [
                new NamedTotal(1, 5m, null, null), new NamedTotal(1, 5m, "Ana", "PT"),
                new NamedTotal(2, 11m, "Ana", "PT"), new NamedTotal(2, 11m, "Ana", "ES"),
            ],
            named.ReadRecords().Select(record => record.Value!));
    }
}
