using System.Text.Json.Nodes;
using Kappa.Engine;
using Kappa.Logs;

namespace Kappa.Crash.Tests;

/// <summary>
/// A data directory and a log with the topics of <see cref="CrashFlights"/>, and what must be so in the end.
/// </summary>
public abstract class KillSite : IDisposable
{
    /// <summary>The data directory, and the state in it.</summary>
    protected string DataDirectory { get; } = Directory.CreateTempSubdirectory("kappa-crash-").FullName;

    /// <summary>The cluster that is the log; null for the embedded one.</summary>
    protected virtual string? Bootstrap => null;

    /// <summary>Opens the log while no worker is alive.</summary>
    protected abstract ILog OpenLog();

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) => Directory.Delete(DataDirectory, recursive: true);

    protected void CreateTopics()
    {
        using ILog log = OpenLog();
        log.CreateTopic("flights", new TopicSettings { Partitions = 4 });
        log.CreateTopic("airports", new TopicSettings { Partitions = 4 });
        using ILogProducer producer = log.OpenProducer();
        Airports.Load(producer);
    }

    /// <summary>Nothing acknowledged is lost, the state is what the log says, and offsets are dense.</summary>
    private protected void AssertAllIsWell(FlightProducer producer)
    {
        using ILog log = OpenLog();
        AssertAcknowledgedAreThere(log, producer);
        AssertStateIsWhatTheLogSays(log);
        AssertOffsetsAreDense(log);
    }

    private static void AssertAcknowledgedAreThere(ILog log, FlightProducer producer)
    {
        var found = new Dictionary<string, int>();
        foreach (JsonNode value in Values(log))
        {
            string canonical = FlightProducer.Canonical(value);
            found[canonical] = found.GetValueOrDefault(canonical) + 1;
        }

        string[] lost = [.. producer.Acknowledged
            .Where(pair => found.GetValueOrDefault(pair.Key) < pair.Value).Select(pair => pair.Key)];
        Assert.Empty(lost);
    }

    private void AssertStateIsWhatTheLogSays(ILog log)
    {
        Topology topology = Topology.From(new CrashFlights());
        using StreamEngine live = StreamEngine.Open(
            topology, log, new EngineSettings { StateDirectory = Path.Combine(DataDirectory, "state") });
        live.RunToEnd();
        using StreamEngine fresh = StreamEngine.Open(topology, log, new EngineSettings
        {
            Instance = 2,
            Mode = EngineMode.Follow,
            OutputPrefix = "fresh.",
            Threads = 1,
        });
        fresh.RunToEnd();

        AssertTotals(log, live);
        foreach (StoreInfo store in live.Stores)
        {
            Assert.Equal(Rows(fresh, store.Name), Rows(live, store.Name));
        }

        Assert.Equal(Topics.Records(log, "fresh.departures"), Topics.Records(log, "departures"));
        Assert.Equal(Topics.LastValues(log, "fresh.arrivals"), Topics.LastValues(log, "arrivals"));
    }

    private static void AssertTotals(ILog log, StreamEngine live)
    {
        var expected = new SortedDictionary<string, (long Flights, long Delay)>(StringComparer.Ordinal);
        foreach (JsonNode flight in Values(log).Where(flight => (int)flight["distance"]! > 0))
        {
            string destination = (string)flight["destination"]!;
            (long flights, long delay) = expected.GetValueOrDefault(destination);
            expected[destination] = (flights + 1, delay + (int)flight["delay"]!);
        }

        using StoreView view = live.OpenStore(CrashFlights.Store);
        var found = view.Scan().Select(row => (row.Key, Totals: JsonNode.Parse(row.ValueJson)!)).ToDictionary(
            row => row.Key, row => ((long)row.Totals["flights"]!, (long)row.Totals["delayMinutes"]!));
        Assert.Equal(expected.ToDictionary(), found);
    }

    private static void AssertOffsetsAreDense(ILog log)
    {
        foreach (TopicDescription topic in log.Topics.Where(topic => topic.Name is "flights" or "airports"))
        {
            foreach (IGrouping<int, long> partition in Topics.Offsets(log, topic.Name))
            {
                // A producer without transactions leaves no control batches, so its offsets have no gaps at all.
                Assert.Equal(Enumerable.Range(0, partition.Count()).Select(offset => (long)offset), partition);
            }
        }
    }

    private static IEnumerable<JsonNode> Values(ILog log) =>
        Topics.Values(log, "flights").Select(value => JsonNode.Parse(value)!);

    private static List<string> Rows(StreamEngine engine, string store)
    {
        using StoreView view = engine.OpenStore(store);
        return [.. view.ScanBytes().Select(row =>
            $"{Convert.ToHexString(row.Key)} {Convert.ToHexString(row.Value)} {row.TimestampMs}")];
    }
}
