using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kappa.Crash.Tests;

/// <summary>
/// Records that carry their number as their timestamp, a minute each, so that each copy of one is known by it: flights,
/// and updates and deletions of the table of destinations.
/// </summary>
internal static class NumberedRecords
{
    /// <summary>How many destinations there are, <c>D00</c> and up.</summary>
    public const int Destinations = 60;

    private static readonly DateTime First = new(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly string[] Origins =
        ["ATL", "LAX", "SFO", "ORD", "DFW", "DEN", "PHX", "LAS", "IAH", "STL", "XXX"];

    /// <summary>The number of a record that was read.</summary>
    public static int NumberOf(JsonElement record) => (int)(
        (record.GetProperty("timestamp").GetInt64() - new DateTimeOffset(First).ToUnixTimeMilliseconds()) / 60_000);

    /// <summary>A flight as a line.</summary>
    /// <param name="number">Its number: no two flights are at the same minute.</param>
    /// <param name="destination">Its destination, as <see cref="Destination"/> names it.</param>
    /// <param name="delay">Its delay; null for one that follows from the number.</param>
    /// <remarks>
    /// Destinations up to D54 have a distance. The delays of D10 to D29 are such that all versions count them alike.
    /// </remarks>
    public static string Flight(int number, string destination, int? delay = null)
    {
        string origin = Origins[number % Origins.Length];
        int kind = int.Parse(destination.AsSpan(1, 2), CultureInfo.InvariantCulture);
        var flight = new JsonObject
        {
            ["date"] = First.AddMinutes(number).ToString("yyyy/MM/dd HH:mm", CultureInfo.InvariantCulture),
            ["delay"] = delay ?? (kind is >= 10 and < 30 ? 15 + (number % 100) : (number * 7L / 60 % 60) - 10),
            ["distance"] = kind >= 55 ? 0 : 100 + (number % 1000),
            ["origin"] = origin,
            ["destination"] = destination,
        };
        return Line(number, origin, flight);
    }

    /// <summary>Names a destination.</summary>
    public static string Destination(int number) => string.Create(CultureInfo.InvariantCulture, $"D{number:00}");

    /// <summary>The number of the destination of a flight where nothing else says it.</summary>
    public static int DestinationOf(int number, int destinations) => (int)(number * 7919L % destinations);

    /// <summary>The number of the destination that an update is of.</summary>
    public static int UpdatedBy(int number, int destinations) => (int)(number * 104_729L % destinations);

    /// <summary>An update of the table of destinations as a line; a third of them are deletions.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="key">The destination.</param>
    public static string Update(int number, string key)
    {
        return Line(number, key, IsDeletion(number) ? null : new JsonObject
        {
            ["iata"] = key,
            ["name"] = $"{key} as of {number}",
            ["city"] = $"City of {key}",
            ["state"] = "XX",
            ["country"] = "USA",
            ["latitude"] = 1.5,
            ["longitude"] = -1.5,
        });
    }

    /// <summary>Has no period that the destinations have too: what is deleted was there before.</summary>
    private static bool IsDeletion(int number) => ((uint)number * 2_654_435_761u >> 16) % 3 == 0;

    private static string Line(int number, string key, JsonObject? value) => new JsonObject
    {
        ["key"] = key,
        ["timestamp"] = new DateTimeOffset(First.AddMinutes(number)).ToUnixTimeMilliseconds(),
        ["value"] = value,
    }.ToJsonString(JsonSerializerOptions.Default);
}
