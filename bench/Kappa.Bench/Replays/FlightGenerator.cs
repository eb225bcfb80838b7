using System.Globalization;
using System.Text;
using Kappa.Logs;

namespace Kappa.Bench;

/// <summary>Fills the topics of flight-delays with flights that are made up.</summary>
internal sealed class FlightGenerator(ILog log, BenchOptions options)
{
    public const string Flights = "flights";
    public const string Airports = "airports";

    private const int AirportCount = 300;
    private const int BatchRecords = 20_000;
    private const long FirstMs = 1_000_000_000_000;

    private readonly string[] _codes = [.. Enumerable.Range(0, AirportCount).Select(n => string.Create(
        CultureInfo.InvariantCulture, $"{(char)('A' + (n / 100))}{n % 100:00}"))];

    private readonly Random _random = new(options.Seed);

    public void Fill()
    {
        log.Admin.CreateTopic(Airports, new TopicSettings { Partitions = options.Partitions });
        log.Admin.CreateTopic(Flights, new TopicSettings { Partitions = options.Partitions });
        Write(Airports, _codes.Select((code, n) => (code, $$"""
            {"iata":"{{code}}","name":"Airport {{n}}","city":"City {{n}}","state":"CA","country":"USA",
            "latitude":0,"longitude":0}
            """)));
        Write(Flights, Enumerable.Range(0, options.Records).Select(_ => Flight()));
    }

    /// <summary>A flight: the key is where it came from.</summary>
    public (string Key, string Value) Flight()
    {
        string origin = _codes[_random.Next(AirportCount)];
        return (origin, string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            {"date":"2001/01/01 00:47","delay":{{_random.Next(-20, 120)}},"distance":{{_random.Next(1, 3_000)}},
            "origin":"{{origin}}","destination":"{{_codes[_random.Next(AirportCount)]}}"}
            """));
    }

    private void Write(string topic, IEnumerable<(string Key, string Value)> records)
    {
        using ILogProducer producer = log.OpenProducer();
        RecordBuffer[] buffers = [.. Enumerable.Range(0, options.Partitions).Select(_ => new RecordBuffer())];
        long n = 0;
        foreach ((string Key, string Value)[] chunk in records.Chunk(BatchRecords))
        {
            foreach ((string key, string value) in chunk)
            {
                byte[] bytes = Encoding.UTF8.GetBytes(key);
                buffers[KeyPartitioner.Partition(bytes, buffers.Length)].Add(
                    FirstMs + n++, true, bytes, true, Encoding.UTF8.GetBytes(value));
            }

            for (int partition = 0; partition < buffers.Length; partition++)
            {
                if (buffers[partition].Records > 0)
                {
                    producer.Append(new TopicPartition(topic, partition), buffers[partition]);
                }
            }

            producer.Commit();
            Array.ForEach(buffers, buffer => buffer.Clear());
        }

        Array.ForEach(buffers, buffer => buffer.Dispose());
    }
}
