using System.Text.Json;
using Kappa.Logs;

namespace Kappa.Crash.Tests;

/// <summary>Flights for the sample topology that is written for Streamiz, and what must come of them.</summary>
internal static class StreamizFlights
{
    public const string Topology = "flight-delays";
    public const int Batch = 50;

    private const int Airports = 30;

    /// <summary>The sample, where it was built.</summary>
    public static string Assembly => Path.Combine(
        Repository.Root, "artifacts", "bin", "FlightDelaysStreamiz", "release", "FlightDelaysStreamiz.dll");

    public static void CreateTopics(ILog log)
    {
        log.Admin.CreateTopic("flights", new TopicSettings { Partitions = 4 });
        log.Admin.CreateTopic("airports", new TopicSettings { Partitions = 4, Cleanup = CleanupPolicy.Compact });
    }

    /// <summary>A batch of flights, for the topic of a worker.</summary>
    public static string Draw(Random random) => string.Join('\n', Enumerable.Range(0, Batch).Select(_ =>
    {
        string origin = $"A{random.Next(Airports)}";
        return JsonSerializer.Serialize(new
        {
            key = origin,
            value = new
            {
                date = "2001/04/01 09:30",
                delay = random.Next(-20, 90),
                distance = random.Next(3) * 100,
                origin,
                destination = $"A{random.Next(Airports)}",
            },
        });
    })) + "\n";

    /// <summary>
    /// Waits until the worker has done all there is, and compares its topic with a plain sum over the flights.
    /// </summary>
    /// <returns>How many flights there are.</returns>
    public static async Task<long> JudgeAsync(WorkerProcess worker)
    {
        var driver = new ReplayDriver(worker, Topology) { Sources = ["flights", "airports"] };
        await driver.QuietAsync(1);
        List<JsonElement> flights =
            [.. (await driver.RecordsAsync("flights")).Select(record => record.GetProperty("value"))];

        SortedDictionary<string, StreamizRow> expected = new(
            flights.Where(flight => flight.GetProperty("distance").GetInt32() > 0)
                .GroupBy(flight => flight.GetProperty("destination").GetString()!)
                .ToDictionary(airport => airport.Key, airport => new StreamizRow(
                    airport.Count(), airport.Sum(flight => flight.GetProperty("delay").GetInt32()))),
            StringComparer.Ordinal);
        Assert.Equal(expected, await driver.LastValuesAsync<StreamizRow>("airport-delays"));
        return flights.Count;
    }
}
