using System.Text.Json;

namespace FlightDelays.Tests;

/// <summary>The oracle that other tests believe, against Python and against rows that are wrong.</summary>
public sealed class FlightOracleTests
{
    private static readonly FlightHistory History = FlightHistory.Sample();

    [Theory]
    [InlineData(1, "airport-delays.ndjson")]
    [InlineData(2, "airport-delays-v2.ndjson")]
    public void It_says_of_the_sample_what_Python_says(int version, string file)
    {
        FlightOracle oracle = new FlightOracle(History.Airports()).Add(History.Flights());

        Assert.Empty(oracle.Mismatches(version, Sample.Expected(file)));
        Assert.Equal(Sample.Expected(file).Keys, oracle.Rows().Keys);
    }

    [Theory]
    [InlineData("""{}""", "SFO.flights must be 2 and is nothing")]
    [InlineData("""{"SFO":{"flights":2,"totalDelayMinutes":15}}""", "SFO.meanDelayMinutes must be 7.5 and is nothing")]
    [InlineData("""{"SFO":{"flights":3}}""", "SFO.flights must be 2 and is 3")]
    [InlineData("""{"SFO":{"flights":"2"}}""", "SFO.flights must be 2 and is '2'")]
    [InlineData("""{"SFO":{"name":"Oakland"}}""", "SFO.name must be 'San Francisco' and is 'Oakland'")]
    [InlineData("""{"SFO":{"city":null}}""", "SFO.city must be 'San Francisco' and is null")]
    [InlineData("""{"SFO":{"late":1}}""", "SFO.late must be nothing and is 1")]
    [InlineData("""{"SFO":{"lateShare":0.4}}""", "SFO.lateShare must be 0.5 and is 0.4")]
    [InlineData("""{"ATL":{"flights":1}}""", "ATL.flights must be nothing and is 1")]
    public void It_names_each_field_that_is_wrong(string table, string mismatch) =>
        Assert.Contains(mismatch, TwoFlights().Mismatches(2, Table(table)));

    [Fact]
    public void It_finds_nothing_wrong_in_rows_that_are_right()
    {
        Assert.Empty(TwoFlights().Mismatches(1, Table("""
            {"SFO":{"city":"San Francisco","name":"San Francisco","flights":2,"totalDelayMinutes":15,
                "meanDelayMinutes":7.50}}
            """)));
        Assert.Empty(TwoFlights().Mismatches(2, Table("""
            {"SFO":{"flights":2,"totalDelayMinutes":15,"meanDelayMinutes":7.5,"name":"San Francisco",
                "city":"San Francisco","lateFlights":1,"lateShare":0.5}}
            """)));
    }

    [Fact]
    public void Late_flights_are_wrong_in_version_1() =>
        Assert.Contains(
            "SFO.lateFlights must be nothing and is 1",
            TwoFlights().Mismatches(1, Table("""{"SFO":{"lateFlights":1}}""")));

    [Fact]
    public void A_flight_of_no_distance_and_an_airport_that_nobody_knows_are_as_the_topology_has_them()
    {
        var oracle = new FlightOracle([]);

        oracle.Add("SFO", delay: 14, distance: 1);
        oracle.Add("SFO", delay: 99, distance: 0);

        Assert.Equal(new FlightOracleRow(1, 14, 14, 0, 0, null, null), Assert.Single(oracle.Rows()).Value);
    }

    private static FlightOracle TwoFlights()
    {
        var oracle = new FlightOracle([new FlightAirport("SFO", "San Francisco", "San Francisco", [], 0)]);
        oracle.Add("SFO", delay: 15, distance: 500);
        oracle.Add("SFO", delay: 0, distance: 500);
        return oracle;
    }

    private static Dictionary<string, JsonElement> Table(string json) =>
        JsonElement.Parse(json).EnumerateObject().ToDictionary(row => row.Name, row => row.Value);
}
