using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using nietras.SeparatedValues;

namespace Kappa.Cli;

/// <summary>The demo's topology and its real input, found above the program or the current directory.</summary>
internal sealed class DemoSample
{
    private const string DateFormat = "yyyy/MM/dd HH:mm";

    // A list is there before the first flight, so that flights find their airports; the next one comes amid them.
    private static readonly TimeSpan ListBefore = TimeSpan.FromDays(1);
    private static readonly TimeSpan ListAfter = TimeSpan.FromDays(45);

    private static readonly string Project = Path.Combine("topologies", "FlightDelays");
    private static readonly string FlightsFile = Path.Combine("input", "flights-20k.json");
    private static readonly string AirportsFile = Path.Combine("input", "airports.csv");

    private DemoSample(string project, IReadOnlyList<SampleRecord> flights, IReadOnlyList<DemoAirports> airports)
    {
        (ProjectFolder, Flights, Airports) = (project, flights, airports);
    }

    /// <summary>The folder of the topology.</summary>
    public string ProjectFolder { get; }

    /// <summary>Keyed by the airport they came from.</summary>
    public IReadOnlyList<SampleRecord> Flights { get; }

    /// <summary>Two lists of the airports: an old one from before the first flight, and one amid the flights.</summary>
    public IReadOnlyList<DemoAirports> Airports { get; }

    public static DemoSample Load()
    {
        string project = Above(AppContext.BaseDirectory) ?? Above(Directory.GetCurrentDirectory())
            ?? throw CliErrors.FileMissing("sample", Path.Combine(Project, FlightsFile));
        List<SampleRecord> flights = ReadFlights(Existing(project, FlightsFile));
        var first = DateTimeOffset.FromUnixTimeMilliseconds(flights.Min(flight => flight.TimestampMs));
        DemoAirports airports = ReadAirports(Existing(project, AirportsFile), first + ListAfter);
        return new DemoSample(project, flights, [airports.AsBefore(first - ListBefore), airports]);
    }

    private static string? Above(string? directory)
    {
        for (; directory is not null; directory = Path.GetDirectoryName(directory.TrimEnd(Path.DirectorySeparatorChar)))
        {
            if (Directory.Exists(Path.Combine(directory, Project)))
            {
                return Path.Combine(directory, Project);
            }
        }

        return null;
    }

    private static string Existing(string project, string file)
    {
        string path = Path.Combine(project, file);
        return File.Exists(path) ? path : throw CliErrors.FileMissing("sample", path);
    }

    private static List<SampleRecord> ReadFlights(string path)
    {
        try
        {
            var flights = new List<SampleRecord>();
            JsonElement all = JsonElement.Parse(File.ReadAllBytes(path));
            foreach (JsonElement flight in all.EnumerateArray())
            {
                DateTimeOffset date = DateTimeOffset.ParseExact(
                    flight.GetProperty("date").GetString()!, DateFormat, CultureInfo.InvariantCulture,
                    DateTimeStyles.AssumeUniversal);
                flights.Add(new SampleRecord(
                    Encoding.UTF8.GetBytes(flight.GetProperty("origin").GetString()!),
                    Encoding.UTF8.GetBytes(flight.GetRawText()), date.ToUnixTimeMilliseconds()));
            }

            return flights.Count > 0 ? flights : throw CliErrors.SampleBroken(path, "It has no flights.");
        }
        catch (Exception error) when (
            error is JsonException or KeyNotFoundException or FormatException or InvalidOperationException)
        {
            throw CliErrors.SampleBroken(path, error.Message);
        }
    }

    private static DemoAirports ReadAirports(string path, DateTimeOffset time)
    {
        try
        {
            var airports = new List<JsonObject>();
            using SepReader reader = Sep.New(',').Reader(options => options with { Unescape = true }).FromFile(path);
            foreach (SepReader.Row row in reader)
            {
                airports.Add(new JsonObject
                {
                    ["iata"] = row["iata"].ToString(),
                    ["name"] = row["name"].ToString(),
                    ["city"] = row["city"].ToString(),
                    ["state"] = row["state"].ToString(),
                    ["country"] = row["country"].ToString(),
                    ["latitude"] = row["latitude"].Parse<double>(),
                    ["longitude"] = row["longitude"].Parse<double>(),
                });
            }

            return new DemoAirports(time, airports);
        }
        catch (Exception error) when (error is InvalidDataException or KeyNotFoundException or FormatException)
        {
            throw CliErrors.SampleBroken(path, error.Message);
        }
    }
}
