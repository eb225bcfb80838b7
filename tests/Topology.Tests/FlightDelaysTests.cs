using FlightDelays;
using Kappa.Graph;

namespace Kappa.Topologies.Tests;

/// <summary>The sample topology, as far as it can be tested without an engine.</summary>
public sealed class FlightDelaysTests
{
    [Fact]
    public void Its_names_are_those_that_the_documentation_uses()
    {
        Topology topology = Topology.From(new FlightDelaysV1());

        Assert.Equal(("flight-delays", 1), (topology.Name, topology.Version));
        Assert.Equal(["airports", "flights"], topology.Graph.SourceTopics);
        Assert.Equal(["airports", "delays-by-airport"], topology.Stores());
        Assert.Equal(["delays-by-airport.repartition"], topology.Exchanges());
        Assert.Equal("airport-delays", Assert.Single(topology.Graph.Sinks).Topic);
        Assert.Equal(OutputKind.Table, topology.OutputKind());
    }

    [Fact]
    public void Its_functions_give_the_expected_table_when_they_are_called_one_after_the_other()
    {
        IReadOnlyList<Node> nodes = Topology.From(new FlightDelaysV1()).Graph.Nodes;
        FilterNode<string, Flight> filter = nodes.OfType<FilterNode<string, Flight>>().Single();
        SelectKeyNode<string, Flight, string> key = nodes.OfType<SelectKeyNode<string, Flight, string>>().Single();
        AggregateNode<string, Flight, DelayTotals> totals =
            nodes.OfType<AggregateNode<string, Flight, DelayTotals>>().Single();

        var table = FlightFiles.Flights()
            .Where(flight => filter.Predicate(flight.Origin, flight))
            .GroupBy(flight => key.Selector(flight.Origin, flight))
            .ToDictionary(group => group.Key, group => group.Aggregate(
                totals.Fold.Initializer!(), (total, flight) => totals.Fold.Aggregator(group.Key, flight, total)));

        Assert.Equal(
            FlightFiles.Expected().Select(row => (row.Key, row.Value.Flights, row.Value.TotalDelayMinutes)),
            table.OrderBy(row => row.Key, StringComparer.Ordinal)
                .Select(row => (row.Key, row.Value.Flights, row.Value.DelayMinutes)));
    }

    [Fact]
    public void Delays_carry_the_mean_and_no_name_when_the_airport_is_unknown()
    {
        DelayTotals totals = DelayTotals.Zero
            .Add(new Flight("2001/01/01 00:47", 66, 1750, "DTW", "LAS"))
            .Add(new Flight("2001/01/01 01:10", -5, 407, "OAK", "LAS"));

        var delays = new AirportDelays(totals, null);

        Assert.Equal(new AirportDelays(2, 61, 30.5, null, null), delays);
    }

    [Fact]
    public void Flights_of_the_sample_file_are_read_by_the_generated_code()
    {
        ISerde<Flight> serde = Serdes.Json(FlightDelaysJson.Default.Flight);

        Flight flight = serde.Deserialize(
            """{"date":"2001/01/01 00:47","delay":66,"distance":1750,"origin":"DTW","destination":"LAS"}"""u8);

        Assert.Equal(new Flight("2001/01/01 00:47", 66, 1750, "DTW", "LAS"), flight);
    }
}
