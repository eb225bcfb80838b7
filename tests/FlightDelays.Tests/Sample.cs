using System.Collections.Concurrent;
using System.Text.Json;
using Kappa;
using Kappa.Testing;

namespace FlightDelays.Tests;

/// <summary>What a version makes of the sample's real input, and what Python says that it should.</summary>
internal static class Sample
{
    private static readonly ConcurrentDictionary<Type, Lazy<SortedDictionary<string, JsonElement>>> Runs = new();

    /// <summary>
    /// The last row of each airport, as JSON, once a version has had the airports and all flights. Each version runs
    /// once for all tests.
    /// </summary>
    /// <typeparam name="TDelays">Type of the version's rows.</typeparam>
    /// <param name="version">The version.</param>
    public static SortedDictionary<string, JsonElement> Run<TDelays>(ITopology version) =>
        Runs.GetOrAdd(version.GetType(), _ => new(() => RunOnce<TDelays>(version))).Value;

    private static SortedDictionary<string, JsonElement> RunOnce<TDelays>(ITopology version)
    {
        using var driver = new TopologyTestDriver(Topology.From(version), partitions: 4);
        TestOutputTopic<string, TDelays> output = driver.CreateOutputTopic<string, TDelays>("airport-delays");
        Pipe(driver, FlightHistory.Sample());

        var last = new SortedDictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (TestRecord<string, TDelays> record in output.ReadRecords())
        {
            last[record.Key!] = JsonSerializer.SerializeToElement(
                record.Value!, typeof(TDelays), FlightDelaysJson.Default);
        }

        return last;
    }

    /// <summary>The rows of a file that Python wrote.</summary>
    public static SortedDictionary<string, JsonElement> Expected(string file) => new(
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, file)).Select(line => JsonElement.Parse(line))
            .ToDictionary(row => row.GetProperty("key").GetString()!, row => row.GetProperty("value")),
        StringComparer.Ordinal);

    private static void Pipe(TopologyTestDriver driver, FlightHistory history)
    {
        TestInputTopic<string, Airport> airports = driver.CreateInputTopic<string, Airport>("airports");
        foreach (FlightAirport airport in history.Airports())
        {
            airports.PipeInput(
                airport.Key, JsonSerializer.Deserialize(airport.Value, FlightDelaysJson.Default.Airport),
                airport.TimestampMs);
        }

        TestInputTopic<string, Flight> flights = driver.CreateInputTopic<string, Flight>("flights");
        foreach (FlightRecord flight in history.Flights())
        {
            flights.PipeInput(
                flight.Key, JsonSerializer.Deserialize(flight.Value(), FlightDelaysJson.Default.Flight),
                flight.TimestampMs);
        }
    }
}
