using System.Globalization;
using System.Text.Json;

namespace Kappa.Tests;

/// <summary>
/// Real flights, in the order and with the keys and timestamps of <c>kappa demo</c>: the 3,000,000 of
/// flights-3m.parquet if that file is there, else the 20,000 of the sample.
/// </summary>
/// <remarks>Reads as it goes: not more than one row group of the large file is in memory.</remarks>
internal sealed class FlightHistory
{
    /// <summary>Names the folder with the large file; without it, shared/data beside the repository is tried.</summary>
    public const string FolderVariable = "KAPPA_FLIGHT_DATA";

    private const string CompleteFile = "flights-3m.parquet";

    private readonly Func<IEnumerable<FlightRecord>> _flights;
    private readonly string _airports;

    private FlightHistory(bool complete, int count, Func<IEnumerable<FlightRecord>> flights, string airports)
    {
        (IsComplete, Count, _flights, _airports) = (complete, count, flights, airports);
    }

    /// <summary>Whether these are all flights, and not the sample.</summary>
    public bool IsComplete { get; }

    /// <summary>How many flights there are.</summary>
    public int Count { get; }

    /// <summary>The complete history if it is there, else the sample.</summary>
    public static FlightHistory Load() =>
        FindComplete() is { } file
            ? new FlightHistory(true, FlightParquet.Count(file), () => FlightParquet.Read(file), AirportsFile())
            : Sample();

    /// <summary>The 20,000 flights of the repository: all but 32 are in the complete history.</summary>
    public static FlightHistory Sample()
    {
        JsonElement flights = JsonElement.Parse(File.ReadAllBytes(Input("flights-20k.json")));
        return new FlightHistory(
            false, flights.GetArrayLength(), () => flights.EnumerateArray().Select(FromJson), AirportsFile());
    }

    /// <summary>The flights by time of departure. May be called again.</summary>
    public IEnumerable<FlightRecord> Flights() => _flights();

    /// <summary>The airports, a day older than the first flight, so that every flight finds its own.</summary>
    public IEnumerable<FlightAirport> Airports()
    {
        long timestampMs = Flights().First().TimestampMs - (long)TimeSpan.FromDays(1).TotalMilliseconds;
        return File.ReadLines(_airports).Skip(1).Select(line => FlightAirport.FromCsv(line, timestampMs));
    }

    private static FlightRecord FromJson(JsonElement flight) => new(
        DateTime.ParseExact(
            flight.GetProperty("date").GetString()!, FlightRecord.DateFormat, CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal),
        flight.GetProperty("delay").GetInt32(), flight.GetProperty("distance").GetInt32(),
        flight.GetProperty("origin").GetString()!, flight.GetProperty("destination").GetString()!);

    /// <summary>The file of all flights; null where it is not there.</summary>
    public static string? FindComplete()
    {
        if (Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } folder)
        {
            return Path.Combine(folder, CompleteFile);
        }

        return Above(Path.Combine("shared", "data", CompleteFile));
    }

    private static string AirportsFile() => Input("airports.csv");

    private static string Input(string file) =>
        Above(Path.Combine("topologies", "FlightDelays", "input", file))
            ?? throw new FileNotFoundException($"The sample's {file} is not above {AppContext.BaseDirectory}.");

    private static string? Above(string file)
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (Path.Combine(at.FullName, file) is var path && File.Exists(path))
            {
                return path;
            }
        }

        return null;
    }
}
