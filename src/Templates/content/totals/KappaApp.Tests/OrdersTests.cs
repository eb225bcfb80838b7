using Kappa;
using Kappa.Testing;

namespace KappaApp.Tests;

public class OrdersTests
{
    [Fact]
    public void Orders_of_a_customer_are_added_up()
    {
        using var driver = new TopologyTestDriver(Topology.From(new OrdersV1()));
        TestInputTopic<string, Order> orders = driver.CreateInputTopic<string, Order>("orders");
        TestOutputTopic<string, CustomerTotal> totals =
            driver.CreateOutputTopic<string, CustomerTotal>("customer-totals");

        orders.PipeInput("ana", new Order(1, 12.50m));
        orders.PipeInput("ben", new Order(2, 7m));
        orders.PipeInput("ana", new Order(3, 2.50m));

        Assert.Equal(
            [
                ("ana", new CustomerTotal(1, 12.50m)), ("ben", new CustomerTotal(1, 7m)),
                ("ana", new CustomerTotal(2, 15m)),
            ],
            totals.ReadRecords().Select(record => (record.Key!, record.Value!)));
    }
}
