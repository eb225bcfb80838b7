using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kappa.Crash.Tests;

/// <summary>
/// Writes the sample again and again, time moved on by a year each time, and knows what was acknowledged.
/// </summary>
/// <remarks>What was not acknowledged is sent again, so the log may hold repeats, and never less.</remarks>
internal sealed class FlightProducer
{
    private const int BatchRecords = 250;

    private readonly List<JsonObject> _flights;
    private int _next;
    private string? _unsure;
    private List<string> _unsureValues = [];

    public FlightProducer()
    {
        string path = Path.Combine(Repository.Root, "topologies", "FlightDelays", "input", "flights-20k.json");
        _flights = [.. JsonNode.Parse(File.ReadAllText(path))!.AsArray().Select(node => node!.AsObject())];
    }

    /// <summary>The values of the acknowledged records, each with how often it was acknowledged.</summary>
    public Dictionary<string, int> Acknowledged { get; } = [];

    public long AcknowledgedRecords { get; private set; }

    /// <summary>Produces until cancelled; the worker of the moment may die at any time.</summary>
    public async Task RunAsync(Func<WorkerProcess?> worker, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            if (worker() is not { } alive || !await SendAsync(alive))
            {
                await Task.Delay(20, CancellationToken.None);
            }
        }
    }

    private async Task<bool> SendAsync(WorkerProcess worker)
    {
        if (_unsure is null)
        {
            Prepare();
        }

        if (!await worker.TryProduceAsync("flights", _unsure!))
        {
            return false;
        }

        foreach (string value in _unsureValues)
        {
            Acknowledged[value] = Acknowledged.GetValueOrDefault(value) + 1;
        }

        AcknowledgedRecords += _unsureValues.Count;
        _unsure = null;
        return true;
    }

    private void Prepare()
    {
        var lines = new List<string>();
        _unsureValues = [];
        for (int i = 0; i < BatchRecords; i++, _next++)
        {
            JsonObject flight = _flights[_next % _flights.Count];
            DateTime date = DateTime.ParseExact(
                (string)flight["date"]!, "yyyy/MM/dd HH:mm", CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal)
                .ToUniversalTime().AddYears(_next / _flights.Count);
            var value = new JsonObject
            {
                ["date"] = date.ToString("yyyy/MM/dd HH:mm", CultureInfo.InvariantCulture),
                ["delay"] = (int)flight["delay"]!,
                ["distance"] = (int)flight["distance"]!,
                ["origin"] = (string)flight["origin"]!,
                ["destination"] = (string)flight["destination"]!,
            };
            var envelope = new JsonObject
            {
                ["key"] = (string)flight["origin"]!,
                ["value"] = value.DeepClone(),
                ["timestamp"] = new DateTimeOffset(date).ToUnixTimeMilliseconds(),
            };
            _unsureValues.Add(Canonical(value));
            lines.Add(envelope.ToJsonString());
        }

        _unsure = string.Join('\n', lines) + "\n";
    }

    /// <summary>The value in a form that does not depend on how JSON is spaced.</summary>
    public static string Canonical(JsonNode value) => value.ToJsonString(JsonSerializerOptions.Default);
}
