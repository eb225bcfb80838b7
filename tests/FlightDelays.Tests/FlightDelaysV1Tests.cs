using System.Text.Json;
using Kappa;
using Kappa.Engine;
using Kappa.Testing;

namespace FlightDelays.Tests;

/// <summary>The sample topology, run whole on the engine: the way users test theirs.</summary>
public sealed class FlightDelaysV1Tests
{
    [Fact]
    public void The_sample_gives_the_expected_table_which_Python_computed()
    {
        SortedDictionary<string, JsonElement> expected = Sample.Expected("airport-delays.ndjson");

        SortedDictionary<string, JsonElement> found = Sample.Run<AirportDelays>(new FlightDelaysV1());

        Assert.Equal(223, found.Count);
        Assert.Empty(JsonRow.Differences(expected, found));
    }

    [Fact]
    public void A_flight_that_went_no_distance_is_not_counted()
    {
        using var driver = new TopologyTestDriver(Topology.From(new FlightDelaysV1()));
        TestInputTopic<string, Flight> flights = driver.CreateInputTopic<string, Flight>("flights");

        flights.PipeInput("ATL", new Flight("2001/01/01 00:47", 10, 500, "ATL", "SFO"));
        flights.PipeInput("ATL", new Flight("2001/01/01 00:48", 99, 0, "ATL", "SFO"));

        using StoreView store = driver.OpenStore("delays-by-airport");
        Assert.Equal("""{"flights":1,"delayMinutes":10}""", store.Get("SFO")!.ValueJson);
    }

    [Fact]
    public void An_airport_that_comes_later_names_the_delays_that_were_there_before_it()
    {
        using var driver = new TopologyTestDriver(Topology.From(new FlightDelaysV1()));
        TestOutputTopic<string, AirportDelays> output =
            driver.CreateOutputTopic<string, AirportDelays>("airport-delays");
        driver.CreateInputTopic<string, Flight>("flights")
            .PipeInput("ATL", new Flight("2001/01/01 00:47", 10, 500, "ATL", "SFO"));

        driver.CreateInputTopic<string, Airport>("airports")
            .PipeInput("SFO", new Airport(
                "SFO", "San Francisco International", "San Francisco", "CA", "USA", 37.6, -122.4));

        Assert.Equal(
            [null, "San Francisco International"], output.ReadRecords().Select(record => record.Value!.Name));
    }
}
