using System.Text.Json;
using Kappa;
using Kappa.Engine;
using Kappa.Testing;

namespace FlightDelays.Tests;

/// <summary>Version 2, and what it changes for those who read version 1.</summary>
public sealed class FlightDelaysV2Tests
{
    [Fact]
    public void The_sample_gives_the_expected_table_which_Python_computed()
    {
        SortedDictionary<string, JsonElement> expected = Sample.Expected("airport-delays-v2.ndjson");

        SortedDictionary<string, JsonElement> found = Sample.Run<AirportDelaysV2>(new FlightDelaysV2());

        Assert.Equal(223, found.Count);
        Assert.Empty(JsonRow.Differences(expected, found));
    }

    [Fact]
    public void The_versions_differ_in_the_rows_and_fields_in_which_the_tables_of_Python_do()
    {
        string[] expected = [.. JsonRow.Differences(
            Sample.Expected("airport-delays.ndjson"), Sample.Expected("airport-delays-v2.ndjson"))];

        string[] found = [.. JsonRow.Differences(
            Sample.Run<AirportDelays>(new FlightDelaysV1()), Sample.Run<AirportDelaysV2>(new FlightDelaysV2()))];

        Assert.Equal(expected, found);
        Assert.Equal(2 * 223, found.Length);
        Assert.All(found, field => Assert.Matches(@"^\w{3}\.late(Flights|Share): nothing -> ", field));
    }

    [Fact]
    public void A_reader_of_the_rows_of_version_1_reads_those_of_version_2()
    {
        SortedDictionary<string, JsonElement> expected = Sample.Expected("airport-delays.ndjson");

        SortedDictionary<string, JsonElement> rows = Sample.Run<AirportDelaysV2>(new FlightDelaysV2());

        Assert.Equal(
            expected.Select(row => row.Value.Deserialize(FlightDelaysJson.Default.AirportDelays)),
            rows.Select(row => row.Value.Deserialize(FlightDelaysJson.Default.AirportDelays)));
    }

    [Theory]
    [InlineData(-15, 0)]
    [InlineData(14, 0)]
    [InlineData(15, 1)]
    [InlineData(16, 1)]
    public void A_flight_is_late_from_15_minutes_on(int delay, int late)
    {
        using var driver = new TopologyTestDriver(Topology.From(new FlightDelaysV2()));

        driver.CreateInputTopic<string, Flight>("flights")
            .PipeInput("ATL", new Flight("2001/01/01 00:47", delay, 500, "ATL", "SFO"));

        using StoreView store = driver.OpenStore("delays-by-airport");
        Assert.Equal(
            $$"""{"flights":1,"delayMinutes":{{delay}},"lateFlights":{{late}}}""", store.Get("SFO")!.ValueJson);
    }

    [Fact]
    public void A_flight_that_went_no_distance_is_not_counted()
    {
        using var driver = new TopologyTestDriver(Topology.From(new FlightDelaysV2()));
        TestInputTopic<string, Flight> flights = driver.CreateInputTopic<string, Flight>("flights");

        flights.PipeInput("ATL", new Flight("2001/01/01 00:47", 10, 500, "ATL", "SFO"));
        flights.PipeInput("ATL", new Flight("2001/01/01 00:48", 99, 0, "ATL", "SFO"));

        using StoreView store = driver.OpenStore("delays-by-airport");
        Assert.Equal("""{"flights":1,"delayMinutes":10,"lateFlights":0}""", store.Get("SFO")!.ValueJson);
    }

    [Fact]
    public void The_share_of_late_flights_is_of_all_flights()
    {
        using var driver = new TopologyTestDriver(Topology.From(new FlightDelaysV2()));
        TestInputTopic<string, Flight> flights = driver.CreateInputTopic<string, Flight>("flights");

        foreach (int delay in (int[])[20, -3, 0, 7])
        {
            flights.PipeInput("ATL", new Flight("2001/01/01 00:47", delay, 500, "ATL", "SFO"));
        }

        Assert.Equal(
            [new(1, 20, 20, 1, 1, null, null), new(2, 17, 8.5, 1, 0.5, null, null),
                new(3, 17, 17.0 / 3, 1, 1.0 / 3, null, null), new AirportDelaysV2(4, 24, 6, 1, 0.25, null, null)],
            driver.CreateOutputTopic<string, AirportDelaysV2>("airport-delays").ReadRecords()
                .Select(record => record.Value!));
    }
}
