using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace FlightDelays.Tests;

/// <summary>The flights that tests replay.</summary>
public sealed class FlightHistoryTests
{
    private const string NoCompleteHistory =
        "The complete history is not here: put flights-3m.parquet into shared/data beside the repository, or name " +
        "its folder in " + FlightHistory.FolderVariable + ".";

    // Of all values, a line each: read by the npm package hyparquet 1.31.5, written and hashed by Python.
    private const string CompleteSha256 = "38b5bd5d900ba9e55b20e0dbe067782890f117f7a4963aef249f6398a999dd2e";

    [Fact]
    public void The_values_are_the_bytes_of_the_sample_s_file()
    {
        string file = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "flights-20k.json"));

        IEnumerable<string> values = FlightHistory.Sample().Flights().Select(Text);

        Assert.Equal(file, $"[{string.Join(',', values)}]");
    }

    [Fact]
    public void Keys_and_timestamps_are_those_of_the_demo()
    {
        FlightHistory sample = FlightHistory.Sample();

        FlightRecord first = sample.Flights().First();

        Assert.Equal((false, 20_000), (sample.IsComplete, sample.Count));
        Assert.Equal(("DTW", "LAS"), (first.Key, first.Destination));
        Assert.Equal(978_310_020_000, first.TimestampMs);
        Assert.All(sample.Airports(), airport => Assert.Equal(978_223_620_000, airport.TimestampMs));
    }

    [Fact]
    public void Airports_have_their_commas_and_quotes()
    {
        Dictionary<string, FlightAirport> airports = FlightHistory.Sample().Airports().ToDictionary(item => item.Key);

        Assert.Equal(3_376, airports.Count);
        Assert.Equal("Dr. C.P. Savage, Sr.", airports["53A"].Name);
        Assert.Equal(
            new Airport("DBN", "W. H. \"Bud\" Barron", "Dublin", "GA", "USA", 32.56445806, -82.98525556),
            JsonSerializer.Deserialize(airports["DBN"].Value, FlightDelaysJson.Default.Airport));
    }

    [Fact]
    public void The_complete_history_is_what_another_reader_of_Parquet_reads()
    {
        FlightHistory history = FlightHistory.Load();
        Assert.SkipUnless(history.IsComplete, NoCompleteHistory);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        (int count, long lastMs) = (0, long.MinValue);

        foreach (FlightRecord flight in history.Flights())
        {
            Assert.True(flight.TimestampMs >= lastMs, $"Flight {count} ({Text(flight)}) is older than the one before.");
            (count, lastMs) = (count + 1, flight.TimestampMs);
            hash.AppendData(flight.Value());
            hash.AppendData("\n"u8);
        }

        Assert.Equal((3_000_000, 3_000_000), (count, history.Count));
        Assert.Equal(CompleteSha256, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private static string Text(FlightRecord flight) => Encoding.UTF8.GetString(flight.Value());
}
