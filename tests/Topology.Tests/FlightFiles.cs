using System.Text.Json;
using System.Text.Json.Nodes;
using FlightDelays;

namespace Kappa.Topologies.Tests;

/// <summary>The sample's input and expected output.</summary>
internal static class FlightFiles
{
    public static IEnumerable<Flight> Flights() =>
        JsonNode.Parse(Read("flights-20k.json"))!.AsArray()
            .Select(flight => flight.Deserialize(FlightDelaysJson.Default.Flight));

    public static IEnumerable<(string Key, AirportDelays Value)> Expected() =>
        Read("airport-delays.ndjson").Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonNode.Parse(line)!)
            .Select(row => ((string)row["key"]!, row["value"].Deserialize(FlightDelaysJson.Default.AirportDelays)!));

    private static string Read(string file) =>
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "flight-delays", file));
}
