using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kappa.Crash.Tests;

/// <summary>
/// Writes flights, no two at the same minute, and knows which of them were acknowledged. What was not is never sent
/// again, so each may be in the log once at most.
/// </summary>
internal sealed class ReplayProducer
{
    private const int BatchRecords = 10;
    private const int Destinations = 60;
    private const int BusyDestinations = 45;

    private static readonly DateTime First = new(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);
    private static readonly string[] Origins =
        ["ATL", "LAX", "SFO", "ORD", "DFW", "DEN", "PHX", "LAS", "IAH", "STL", "XXX"];

    private readonly HashSet<string> _acknowledged = [];
    private readonly HashSet<string> _unsure = [];
    private int _next;

    /// <summary>One that goes on from here by itself.</summary>
    public ReplayProducer Clone()
    {
        var clone = new ReplayProducer { _next = _next };
        clone._acknowledged.UnionWith(_acknowledged);
        clone._unsure.UnionWith(_unsure);
        return clone;
    }

    /// <summary>
    /// Produces until it is cancelled, or the worker does not answer any more. Some destinations get no flights
    /// meanwhile, so that a difference that is published in chunks does not vanish before they come to it.
    /// </summary>
    public async Task RunAsync(WorkerProcess worker, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval);
        while (!cancellationToken.IsCancellationRequested && await SendAsync(worker, BatchRecords, BusyDestinations))
        {
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    /// <summary>Sends some flights; true when they are acknowledged.</summary>
    public async Task<bool> SendAsync(
        WorkerProcess worker, int records, int destinations = Destinations, int? delay = null)
    {
        var lines = new List<string>();
        var dates = new List<string>();
        for (int i = 0; i < records; i++, _next++)
        {
            JsonObject flight = Flight(_next, destinations, delay, out DateTime date);
            dates.Add((string)flight["date"]!);
            lines.Add(new JsonObject
            {
                ["key"] = (string)flight["origin"]!,
                ["timestamp"] = new DateTimeOffset(date).ToUnixTimeMilliseconds(),
                ["value"] = flight,
            }.ToJsonString(JsonSerializerOptions.Default));
        }

        bool sent = await worker.TryProduceAsync("flights", string.Join('\n', lines) + "\n");
        (sent ? _acknowledged : _unsure).UnionWith(dates);
        return sent;
    }

    /// <summary>All that was acknowledged is there once, and nothing that was never sent.</summary>
    public void AssertAllThere(IReadOnlyList<ReplayFlight> flights)
    {
        HashSet<string> found = [.. flights.Select(flight => flight.Date)];
        Assert.Equal(flights.Count, found.Count);
        Assert.Empty(_acknowledged.Except(found));
        Assert.Empty(found.Except(_acknowledged).Except(_unsure));
    }

    /// <summary>
    /// Destinations up to D54 have a distance. The delays of D10 to D29 are such that all versions count them alike.
    /// </summary>
    private static JsonObject Flight(int number, int destinations, int? delay, out DateTime date)
    {
        date = First.AddMinutes(number);
        int destination = delay is null ? (int)(number * 7919L % destinations) : 30;
        return new JsonObject
        {
            ["date"] = date.ToString("yyyy/MM/dd HH:mm", CultureInfo.InvariantCulture),
            ["delay"] = delay ?? (destination is >= 10 and < 30 ? 15 + (number % 100) : (number * 7 / 60 % 60) - 10),
            ["distance"] = destination >= 55 ? 0 : 100 + (number % 1000),
            ["origin"] = Origins[number % Origins.Length],
            ["destination"] = string.Create(CultureInfo.InvariantCulture, $"D{destination:00}"),
        };
    }
}
