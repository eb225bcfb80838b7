using System.Text.Json;
using Kappa.Logs;

namespace Kappa.Crash.Tests;

/// <summary>
/// A worker that runs a topology written for Streamiz is killed with -9 at random, again and again, while flights come.
/// Streamiz' own state is then whatever it is: nobody reads it again.
/// </summary>
public sealed class StreamizKillTests(ITestOutputHelper output) : IDisposable
{
    private const int Batch = 50;
    private const int Airports = 30;
    private const string Topology = "flight-delays";

    private readonly string _directory = Directory.CreateTempSubdirectory("kappa-kill-streamiz-").FullName;

    private static string Assembly => Path.Combine(
        Repository.Root, "artifacts", "bin", "FlightDelaysStreamiz", "release", "FlightDelaysStreamiz.dll");

    [Fact]
    public async Task After_every_kill_the_rows_of_a_topology_of_Streamiz_are_those_of_all_its_flights()
    {
        Random random = Seed.Random(out _);
        using (EmbeddedLog log = EmbeddedLog.Open(DiskFileSystem.Instance, Path.Combine(_directory, "log")))
        {
            log.CreateTopic("flights", new TopicSettings { Partitions = 4 });
            log.CreateTopic("airports", new TopicSettings { Partitions = 4, Cleanup = CleanupPolicy.Compact });
        }

        int flights = 0;
        int kills = Lane.Choose(3, 30);
        for (int kill = 0; kill < kills; kill++)
        {
            using WorkerProcess worker = WorkerProcess.Start(_directory, Assembly);
            await JudgeAsync(worker);
            using var killed = new CancellationTokenSource(random.Next(50, 900));
            using CancellationTokenRegistration die = killed.Token.Register(worker.Kill);
            while (await worker.TryProduceAsync("flights", Flights(random)))
            {
                flights += Batch;
            }
        }

        using WorkerProcess last = WorkerProcess.Start(_directory, Assembly);
        long judged = await JudgeAsync(last);
        ReplayAnswer verified = await new ReplayDriver(last, Topology).VerifyAsync();

        output.WriteLine($"{kills} kills, {flights} flights acknowledged, {judged} in the log");
        Assert.True(verified.Done().GetProperty("same").GetBoolean(), verified.Json.ToString());
        Assert.InRange(judged, Math.Max(flights, kills * Batch), long.MaxValue);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static string Flights(Random random) => string.Join('\n', Enumerable.Range(0, Batch).Select(_ =>
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
    private static async Task<long> JudgeAsync(WorkerProcess worker)
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
