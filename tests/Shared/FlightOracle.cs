using System.Globalization;
using System.Text.Json;

namespace Kappa.Tests;

/// <summary>
/// Knows what topology flight-delays must give, by plain dictionaries: no code of Kappa and none of the topology.
/// </summary>
/// <param name="airports">The airports that are known.</param>
internal sealed class FlightOracle(IEnumerable<FlightAirport> airports)
{
    private const int LateFromMinutes = 15;

    private readonly Dictionary<string, FlightAirport> _airports = airports.ToDictionary(airport => airport.Key);
    private readonly Dictionary<string, (long Flights, long Delay, long Late)> _totals = [];

    /// <summary>Counts a flight, unless it went no distance.</summary>
    public void Add(string destination, int delay, int distance)
    {
        if (distance <= 0)
        {
            return;
        }

        (long flights, long total, long late) = _totals.GetValueOrDefault(destination);
        _totals[destination] = (flights + 1, total + delay, late + (delay < LateFromMinutes ? 0 : 1));
    }

    /// <summary>Counts flights.</summary>
    public FlightOracle Add(IEnumerable<FlightRecord> flights)
    {
        foreach (FlightRecord flight in flights)
        {
            Add(flight.Destination, flight.Delay, flight.Distance);
        }

        return this;
    }

    /// <summary>The rows that the flights so far give, by airport.</summary>
    public SortedDictionary<string, FlightOracleRow> Rows() =>
        new(_totals.ToDictionary(pair => pair.Key, pair => Row(pair.Key)), StringComparer.Ordinal);

    /// <summary>
    /// How a table differs from what it must be: a line for each row that is missing or too much, and for each field
    /// that is missing, too much or another. Numbers are equal as doubles are.
    /// </summary>
    /// <param name="version">Version 1 or 2 of the topology.</param>
    /// <param name="table">The values of topic <c>airport-delays</c>, by key.</param>
    public IReadOnlyList<string> Mismatches(int version, IReadOnlyDictionary<string, JsonElement> table)
    {
        var found = new List<string>();
        foreach (string key in _totals.Keys.Union(table.Keys).Order(StringComparer.Ordinal))
        {
            Dictionary<string, string> expected = _totals.ContainsKey(key) ? Fields(version, Row(key)) : [];
            Dictionary<string, string> actual = table.TryGetValue(key, out JsonElement row) ? Fields(row) : [];
            found.AddRange(expected.Keys.Union(actual.Keys)
                .Select(field => (
                    Field: field, Expected: expected.GetValueOrDefault(field, "nothing"),
                    Actual: actual.GetValueOrDefault(field, "nothing")))
                .Where(value => value.Expected != value.Actual)
                .Select(value => $"{key}.{value.Field} must be {value.Expected} and is {value.Actual}"));
        }

        return found;
    }

    private FlightOracleRow Row(string key)
    {
        (long flights, long delay, long late) = _totals[key];
        FlightAirport? airport = _airports.GetValueOrDefault(key);
        return new FlightOracleRow(
            flights, delay, (double)delay / flights, late, (double)late / flights, airport?.Name, airport?.City);
    }

    private static Dictionary<string, string> Fields(int version, FlightOracleRow row)
    {
        var fields = new Dictionary<string, string>
        {
            ["flights"] = Text(row.Flights),
            ["totalDelayMinutes"] = Text(row.TotalDelayMinutes),
            ["meanDelayMinutes"] = Text(row.MeanDelayMinutes),
            ["name"] = Text(row.Name),
            ["city"] = Text(row.City),
        };
        if (version > 1)
        {
            fields.Add("lateFlights", Text(row.LateFlights));
            fields.Add("lateShare", Text(row.LateShare));
        }

        return fields;
    }

    private static Dictionary<string, string> Fields(JsonElement row) => row.EnumerateObject().ToDictionary(
        field => field.Name, field => field.Value.ValueKind switch
        {
            JsonValueKind.Number => Text(field.Value.GetDouble()),
            JsonValueKind.String or JsonValueKind.Null => Text(field.Value.GetString()),
            _ => field.Value.GetRawText(),
        });

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Text(string? value) => value is null ? "null" : $"'{value}'";
}
