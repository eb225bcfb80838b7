using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kappa.Tests;

/// <summary>An airport, and the record of topic <c>airports</c> that it is.</summary>
/// <param name="Key">The record's key: the IATA code.</param>
/// <param name="Name">Name.</param>
/// <param name="City">City it serves.</param>
/// <param name="Value">The record's value: JSON.</param>
/// <param name="TimestampMs">The record's timestamp, milliseconds since 1970.</param>
internal sealed record FlightAirport(string Key, string Name, string City, byte[] Value, long TimestampMs)
{
    /// <summary>From a line of airports.csv.</summary>
    public static FlightAirport FromCsv(string line, long timestampMs)
    {
        List<string> field = Fields(line);
        var value = new JsonObject
        {
            ["iata"] = field[0],
            ["name"] = field[1],
            ["city"] = field[2],
            ["state"] = field[3],
            ["country"] = field[4],
            ["latitude"] = double.Parse(field[5], CultureInfo.InvariantCulture),
            ["longitude"] = double.Parse(field[6], CultureInfo.InvariantCulture),
        };
        return new FlightAirport(
            field[0], field[1], field[2], JsonSerializer.SerializeToUtf8Bytes(value), timestampMs);
    }

    /// <summary>A quoted field may have commas, and quotes that are written twice.</summary>
    private static List<string> Fields(string line)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        bool quoted = false;
        for (int i = 0; i < line.Length; i++)
        {
            if (quoted && line[i..].StartsWith("\"\"", StringComparison.Ordinal))
            {
                field.Append(line[++i]);
            }
            else if (line[i] == '"')
            {
                quoted = !quoted;
            }
            else if (line[i] == ',' && !quoted)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else
            {
                field.Append(line[i]);
            }
        }

        fields.Add(field.ToString());
        return fields;
    }
}
