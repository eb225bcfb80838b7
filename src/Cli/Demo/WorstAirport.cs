using System.Text.Json;
using Kappa.Engine;

namespace Kappa.Cli;

/// <summary>An airport and how late its flights are.</summary>
/// <param name="Code">IATA code.</param>
/// <param name="Name">Name, or the code where the airport is not known.</param>
/// <param name="City">City, if known.</param>
/// <param name="Flights">Flights that landed there.</param>
/// <param name="MeanDelayMinutes">Their mean delay in minutes.</param>
internal sealed record WorstAirport(string Code, string Name, string City, long Flights, double MeanDelayMinutes)
{
    /// <summary>Fewer flights say little about an airport.</summary>
    public const int LeastFlights = 50;

    private const int Most = 10;

    /// <summary>Computes the worst ones from the stores of the running topology.</summary>
    public static IReadOnlyList<WorstAirport> Read(IRunningVersion engine)
    {
        using IStoreView delays = engine.OpenStore("delays-by-airport");
        using IStoreView airports = engine.OpenStore("airports");
        return [.. delays.Scan().Select(row => Make(row, airports))
            .Where(airport => airport.Flights >= LeastFlights)
            .OrderByDescending(airport => airport.MeanDelayMinutes)
            .ThenBy(airport => airport.Code, StringComparer.Ordinal)
            .Take(Most)];
    }

    private static WorstAirport Make(StoreEntry row, IStoreView airports)
    {
        JsonElement totals = JsonElement.Parse(row.ValueJson);
        long flights = totals.GetProperty("flights").GetInt64();
        double mean = (double)totals.GetProperty("delayMinutes").GetInt64() / flights;
        if (airports.Get(row.Key) is not { } found)
        {
            return new WorstAirport(row.Key, row.Key, "", flights, mean);
        }

        JsonElement airport = JsonElement.Parse(found.ValueJson);
        return new WorstAirport(
            row.Key, airport.GetProperty("name").GetString() ?? row.Key, airport.GetProperty("city").GetString() ?? "",
            flights, mean);
    }
}
