using System.Text.Json;
using System.Text.Json.Nodes;
using Kappa.Snapshots;

namespace Kappa.Cli;

/// <summary>A list of all airports, as a full dump.</summary>
/// <param name="started">The time that it is of.</param>
/// <param name="rows">The airports, one after the other.</param>
internal sealed class DemoAirports(DateTimeOffset started, IReadOnlyList<JsonObject> rows) : ISnapshotSource
{
    /// <summary>Names that two of the airports had before.</summary>
    private static readonly Dictionary<string, string> EarlierNames = new()
    {
        ["DCA"] = "Washington National", // Until 1998.
        ["IAH"] = "Houston Intercontinental", // Until 1997.
    };

    /// <summary>Opened in 1998.</summary>
    private const string New = "XNA";

    public DateTimeOffset Started { get; } = started;

    public int Count => rows.Count;

    /// <summary>
    /// The list as it was some years before: two airports had other names, one was to open, and one has closed since.
    /// </summary>
    public DemoAirports AsBefore(DateTimeOffset time) => new(time, [
        .. rows.Where(row => (string)row["iata"]! != New).Select(Earlier),
        new JsonObject
        {
            ["iata"] = "DVX",
            ["name"] = "Stapleton International",
            ["city"] = "Denver",
            ["state"] = "CO",
            ["country"] = "USA",
            ["latitude"] = 39.77431,
            ["longitude"] = -104.87984,
        },
    ]);

    public Task ReadAsync(ISnapshotRows sink, CancellationToken cancellationToken)
    {
        for (int row = 0; row < rows.Count; row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            sink.Add(row, JsonSerializer.SerializeToUtf8Bytes(rows[row]));
        }

        return Task.CompletedTask;
    }

    public string Describe(long place) => $"airport {place + 1} of the list";

    private static JsonObject Earlier(JsonObject row)
    {
        if (!EarlierNames.TryGetValue((string)row["iata"]!, out string? name))
        {
            return row;
        }

        var earlier = (JsonObject)row.DeepClone();
        earlier["name"] = name;
        return earlier;
    }
}
