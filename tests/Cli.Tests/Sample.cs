using System.Text.Json;

namespace Kappa.Cli.Tests;

/// <summary>The answer of the demo, computed from the sample without Kappa.</summary>
internal static class Sample
{
    /// <summary>Where the repository is.</summary>
    public static string Tree => Root(AppContext.BaseDirectory);

    public static IEnumerable<(string Code, string Name, string City, int Flights, double Mean)> Worst()
    {
        string input = Path.Combine(Tree, "topologies", "FlightDelays", "input");
        Dictionary<string, string[]> airports = File.ReadLines(Path.Combine(input, "airports.csv")).Skip(1)
            .Select(line => line.Split(',')).ToDictionary(cells => cells[0]);
        return JsonElement.Parse(File.ReadAllBytes(Path.Combine(input, "flights-20k.json"))).EnumerateArray()
            .Where(flight => flight.GetProperty("distance").GetInt32() > 0)
            .GroupBy(
                flight => flight.GetProperty("destination").GetString()!,
                flight => flight.GetProperty("delay").GetInt32())
            .Where(airport => airport.Count() >= 50)
            .Select(airport => (
                airport.Key, airports[airport.Key][1], airports[airport.Key][2], airport.Count(),
                (double)airport.Sum() / airport.Count()))
            .OrderByDescending(airport => airport.Item5).ThenBy(airport => airport.Key, StringComparer.Ordinal)
            .Take(10);
    }

    private static string Root(string directory) => File.Exists(Path.Combine(directory, "Kappa.sln"))
        ? directory : Root(Path.GetDirectoryName(directory.TrimEnd('/'))!);
}
