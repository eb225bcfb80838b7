using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Kappa;
using Kappa.Engine;
using Kappa.Testing;

namespace FlightDelays.Tests;

/// <summary>The sample topology, run whole on the engine: the way users test theirs.</summary>
public sealed partial class FlightDelaysV1Tests
{
    [Fact]
    public void The_sample_gives_the_expected_table_which_Python_computed()
    {
        using var driver = new TopologyTestDriver(Topology.From(new FlightDelaysV1()), partitions: 4);
        TestOutputTopic<string, AirportDelays> output =
            driver.CreateOutputTopic<string, AirportDelays>("airport-delays");
        PipeAirports(driver);

        PipeFlights(driver);

        var last = new SortedDictionary<string, AirportDelays>(StringComparer.Ordinal);
        foreach (TestRecord<string, AirportDelays> record in output.ReadRecords())
        {
            last[record.Key!] = record.Value!;
        }

        Assert.Equal(Expected(), last);
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

    /// <summary>A field of CSV: quoted if it has a comma.</summary>
    [GeneratedRegex("(?:^|,)(\"[^\"]*\"|[^,]*)")]
    private static partial Regex Field();

    private static void PipeFlights(TopologyTestDriver driver)
    {
        TestInputTopic<string, Flight> input = driver.CreateInputTopic<string, Flight>("flights");
        foreach (Flight flight in JsonSerializer.Deserialize<Flight[]>(
            File.ReadAllText(PathOf("flights-20k.json")), FlightList)!)
        {
            DateTime date = DateTime.ParseExact(
                flight.Date, "yyyy/MM/dd HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
            input.PipeInput(flight.Origin, flight, new DateTimeOffset(date.ToUniversalTime()).ToUnixTimeMilliseconds());
        }
    }

    private static void PipeAirports(TopologyTestDriver driver)
    {
        TestInputTopic<string, Airport> input = driver.CreateInputTopic<string, Airport>("airports");
        foreach (string line in File.ReadLines(PathOf("airports.csv")).Skip(1))
        {
            string[] field = [.. Field().Matches(line).Select(match => match.Groups[1].Value.Trim('"'))];
            input.PipeInput(
                field[0],
                new Airport(
                    field[0], field[1], field[2], field[3], field[4],
                    double.Parse(field[5], CultureInfo.InvariantCulture),
                    double.Parse(field[6], CultureInfo.InvariantCulture)),
                timestampMs: 0);
        }
    }

    private static SortedDictionary<string, AirportDelays> Expected() =>
        new(
            File.ReadLines(PathOf("airport-delays.ndjson")).Select(line => JsonDocument.Parse(line).RootElement)
                .ToDictionary(
                    row => row.GetProperty("key").GetString()!,
                    row => row.GetProperty("value").Deserialize(FlightDelaysJson.Default.AirportDelays)!),
            StringComparer.Ordinal);

    private static JsonSerializerOptions FlightList { get; } =
        new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    private static string PathOf(string file) =>
        Path.Combine(AppContext.BaseDirectory, file);
}
