using System.Text.Json;

namespace Kappa.Crash.Tests;

/// <summary>
/// Judges a worker by what it answers over HTTP, and by rows that it computes itself from the input in the log; nothing
/// of it is Kappa's code. It remembers what it has read, so that it can judge after every kill.
/// </summary>
internal sealed class RowJudge
{
    private static readonly string[] Topics =
        ["flights", "destinations", "departures", "arrivals", "served", CrashFlights.DeadLetters];

    private readonly Dictionary<string, long[]> _next =
        Topics.ToDictionary(topic => topic, _ => new long[CrashTopics.Partitions]);

    private readonly Dictionary<int, int> _copies = [];
    private readonly List<ReplayFlight> _flights = [];
    private readonly List<int> _bad = []; // Numbers of the flights that the topology fails on, and of dead letters.
    private readonly List<int> _dead = [];
    private readonly List<(string Key, string Value)> _departures = [];
    private readonly Dictionary<string, string> _destinations = [];
    private readonly SortedDictionary<string, ReplayTotals> _arrivals = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, ReplayServed> _served = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Topic, string Key), int> _partitions = [];

    /// <summary>Records of stream output that it has seen.</summary>
    public int Departures => _departures.Count;

    /// <summary>Flights that the topology fails on that it has seen.</summary>
    public int BadFlights => _bad.Count;

    /// <summary>Deletions of rows that were there that it has seen in the table output.</summary>
    public int Deletions { get; private set; }

    /// <summary>
    /// Waits until the worker has done all there is. Then the input has the copies that the book allows and no other,
    /// at dense offsets; each flight has one departure, in order; store and table topics are what the input gives.
    /// </summary>
    public async Task JudgeAsync(RunningWorker worker, BatchBook book)
    {
        var driver = new ReplayDriver(worker);
        await driver.QuietAsync(1);
        foreach (string topic in Topics)
        {
            for (int partition = 0; partition < CrashTopics.Partitions; partition++)
            {
                await ReadAsync(driver, topic, partition);
            }
        }

        book.Judge(_copies);
        var oracle = new ReplayOracle(_flights, _destinations);
        Assert.Equal(oracle.Totals(1), await driver.RowsAsync());
        Assert.Equal(oracle.Totals(1), _arrivals);
        Assert.Equal(oracle.Served(1), _served);
        oracle.AssertDepartures(_departures);
        Assert.Equal(_bad.Order(), _dead.Order());
    }

    private async Task ReadAsync(ReplayDriver driver, string topic, int partition)
    {
        long[] next = _next[topic];
        foreach (JsonElement record in await driver.RecordsAsync(topic, partition, next[partition]))
        {
            long offset = record.GetProperty("offset").GetInt64();

            // A producer without transactions leaves no control batches, so the offsets of the input have no gaps.
            bool isDense = topic is "flights" or "destinations";
            Assert.True(
                isDense ? offset == next[partition] : offset >= next[partition],
                $"Offset {offset} of {topic}/{partition} follows {next[partition] - 1}.");
            next[partition] = offset + 1;
            string key = record.GetProperty("key").GetString()!;
            _partitions.TryAdd((topic, key), partition);
            Assert.Equal(_partitions[(topic, key)], partition);
            Take(topic, key, record);
        }
    }

    private void Take(string topic, string key, JsonElement record)
    {
        JsonElement value = record.GetProperty("value");
        switch (topic)
        {
            case "flights":
                CountCopy(record);
                TakeFlight(value.Deserialize<ReplayFlight>(JsonSerializerOptions.Web)!, record);
                break;
            case CrashFlights.DeadLetters:
                _dead.Add(NumberedRecords.NumberOf(record));
                break;
            case "destinations":
                CountCopy(record);
                Put(_destinations, key, value.ValueKind == JsonValueKind.Null ? null : NameOf(value));
                break;
            case "departures":
                _departures.Add((key, value.GetString()!));
                break;
            case "arrivals":
                Put(_arrivals, key, value.Deserialize<ReplayTotals?>(JsonSerializerOptions.Web));
                break;
            default:
                Deletions += value.ValueKind == JsonValueKind.Null && _served.ContainsKey(key) ? 1 : 0;
                Put(_served, key, value.Deserialize<ReplayServed?>(JsonSerializerOptions.Web));
                break;
        }
    }

    /// <summary>A flight that the topology fails on leaves nothing but a dead letter.</summary>
    private void TakeFlight(ReplayFlight flight, JsonElement record)
    {
        if (flight.Destination.EndsWith(CrashFlights.Bad, StringComparison.Ordinal))
        {
            _bad.Add(NumberedRecords.NumberOf(record));
            return;
        }

        _flights.Add(flight);
    }

    private void CountCopy(JsonElement record)
    {
        int number = NumberedRecords.NumberOf(record);
        _copies[number] = _copies.GetValueOrDefault(number) + 1;
    }

    private static string NameOf(JsonElement destination) => destination.GetProperty("name").GetString()!;

    private static void Put<T>(IDictionary<string, T> rows, string key, T? value)
        where T : class
    {
        if (value is null)
        {
            rows.Remove(key);
        }
        else
        {
            rows[key] = value;
        }
    }
}
