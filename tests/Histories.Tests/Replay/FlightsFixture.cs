using System.Text;
using System.Text.Json;
using FlightDelays;
using Kappa.Engine;
using Kappa.Logs;
using Kappa.StateStores;

namespace Kappa.Replay.Tests;

/// <summary>
/// The sample topology over real flights on a real disk: all three million where they are, a sample of them in a clone.
/// </summary>
internal sealed class FlightsFixture : IAsyncDisposable
{
    public const string Output = "airport-delays";

    private const int Partitions = 4;
    private const int CommitRecords = 20_000;
    private const string Topology = "flight-delays";

    private readonly string _directory = Directory.CreateTempSubdirectory("kappa-flights-").FullName;
    private readonly StateMemory _memory = new(new StateOptions());
    private readonly Topology[] _versions =
        [Kappa.Topology.From(new FlightDelaysV1()), Kappa.Topology.From(new FlightDelaysV2())];

    private FlightsFixture()
    {
        Log = EmbeddedLog.Open(DiskFileSystem.Instance, Path.Combine(_directory, "log"));
        Registry = VersionRegistry.Open(Log, TimeProvider.System);
        Versions = new TopologyVersions(Topology, new VersionsSettings
        {
            Log = Log,
            Engine = new EngineSettings { State = new StateHome(Path.Combine(_directory, "state"), _memory) },
            Registry = Registry,
            Load = Load,
        });
    }

    public EmbeddedLog Log { get; }

    public VersionRegistry Registry { get; }

    public TopologyVersions Versions { get; }

    public FlightHistory History { get; } = FlightHistory.Load();

    /// <summary>Fills the log, and runs version 1 to its end.</summary>
    public static async Task<FlightsFixture> StartAsync()
    {
        var fixture = new FlightsFixture();
        fixture.Fill();
        var catalog = new VersionCatalog(fixture.Registry, fixture.Log, null);
        catalog.Register(
            [.. fixture._versions.Select(topology => new OfferedVersion(topology, topology.Name, null))], "test");
        catalog.ChooseLive(fixture.Load, Topology, 1);
        await fixture.Versions.StartAsync();
        await fixture.Versions.WaitUntilTakenInAsync(1, FlightsFixture.Limit());
        return fixture;
    }

    /// <summary>How long a step may take: three million flights on a loaded machine.</summary>
    public static CancellationToken Limit() => new CancellationTokenSource(TimeSpan.FromMinutes(4)).Token;

    /// <summary>
    /// Writes the first flights of the history again and again, a commit at a time, until it is stopped.
    /// </summary>
    public void WriteUntil(CancellationToken stop)
    {
        using ILogProducer producer = Log.OpenProducer();
        while (!stop.IsCancellationRequested)
        {
            foreach (FlightRecord[] flights in History.Flights().Take(10_000).Chunk(50))
            {
                if (stop.IsCancellationRequested)
                {
                    return;
                }

                Write(producer, "flights", flights.Select(flight => (flight.Key, flight.Value(), flight.TimestampMs)));
                stop.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(2)); // A steady stream, as live traffic is.
            }
        }
    }

    /// <summary>What an independent program computes from the flights up to these offsets.</summary>
    public FlightOracle Oracle(IReadOnlyDictionary<string, long> offsets)
    {
        var oracle = new FlightOracle(History.Airports());
        for (int partition = 0; partition < Partitions; partition++)
        {
            var flights = new TopicPartition("flights", partition);
            using var cursor = new RecordCursor(Log.OpenReader(flights, 0));
            while (cursor.MoveNext(offsets[flights.ToString()]))
            {
                var reader = new Utf8JsonReader(cursor.Value);
                JsonElement flight = JsonElement.ParseValue(ref reader);
                oracle.Add(
                    flight.GetProperty("destination").GetString()!, flight.GetProperty("delay").GetInt32(),
                    flight.GetProperty("distance").GetInt32());
            }
        }

        return oracle;
    }

    /// <summary>All records of the public topic from these offsets on, partition by partition.</summary>
    public IEnumerable<(string Key, JsonElement? Value)> Published(long[]? from = null)
    {
        for (int partition = 0; partition < Partitions; partition++)
        {
            var output = new TopicPartition(Output, partition);
            using var cursor = new RecordCursor(Log.OpenReader(output, from?[partition] ?? 0));
            while (cursor.MoveNext(long.MaxValue))
            {
                yield return (
                    Encoding.UTF8.GetString(cursor.Key),
                    cursor.HasValue ? JsonElement.Parse(Encoding.UTF8.GetString(cursor.Value)) : null);
            }
        }
    }

    /// <summary>The last value of each key of the public topic.</summary>
    public Dictionary<string, JsonElement> LastValues()
    {
        var rows = new Dictionary<string, JsonElement>();
        foreach ((string key, JsonElement? value) in Published())
        {
            rows.Remove(key);
            if (value is { } row)
            {
                rows.Add(key, row);
            }
        }

        return rows;
    }

    public async ValueTask DisposeAsync()
    {
        await Versions.DisposeAsync();
        _memory.Dispose();
        Log.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private static void Write(
        ILogProducer producer, string topic, IEnumerable<(string Key, byte[] Value, long TimestampMs)> records)
    {
        RecordBuffer[] buffers = [.. Enumerable.Range(0, Partitions).Select(_ => new RecordBuffer())];
        foreach ((string key, byte[] value, long timestampMs) in records)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(key);
            buffers[KeyPartitioner.Partition(bytes, Partitions)].Add(timestampMs, true, bytes, true, value);
        }

        for (int partition = 0; partition < Partitions; partition++)
        {
            if (buffers[partition].Records > 0)
            {
                producer.Append(new TopicPartition(topic, partition), buffers[partition]);
            }
        }

        producer.Commit();
        Array.ForEach(buffers, buffer => buffer.Dispose());
    }

    private Topology Load(VersionRecord record) => _versions[record.Version - 1];

    private void Fill()
    {
        using ILogProducer producer = Log.OpenProducer();
        Log.CreateTopic("airports", new TopicSettings { Partitions = Partitions });
        Log.CreateTopic("flights", new TopicSettings { Partitions = Partitions });
        Write(producer, "airports", History.Airports().Select(airport => (
            airport.Key, airport.Value, airport.TimestampMs)));
        foreach (FlightRecord[] flights in History.Flights().Chunk(CommitRecords))
        {
            Write(producer, "flights", flights.Select(flight => (flight.Key, flight.Value(), flight.TimestampMs)));
        }
    }
}
