namespace Kappa.Testing.Tests;

/// <summary>The topologies by time that the README shows.</summary>
public sealed class DailyFlightsTests
{
    [Fact]
    public void A_day_is_counted_once_it_is_over_with_the_flights_that_were_a_little_late()
    {
        var builder = new StreamBuilder();
        builder.Stream<string, string>("flights").GroupByKey()
            .WindowedBy(TimeWindows.OfSizeAndGrace(TimeSpan.FromDays(1), grace: TimeSpan.FromHours(6)))
            .WithEmitStrategy(EmitStrategy.OnWindowClose)
            .Count(Materialized.As("flights-by-day").WithRetention(TimeSpan.FromDays(400)))
            .ToStream()
            .SelectKey((day, _) => $"{day.Key} {day.Window.Start:yyyy-MM-dd}")
            .To("daily-flights");
        using var driver = new TopologyTestDriver(builder.Build("daily-flights"));
        TestInputTopic<string, string> flights = driver.CreateInputTopic<string, string>("flights");
        foreach ((string airport, string at) in new[]
        {
            ("ATL", "2001-01-01T09:00Z"), ("ORD", "2001-01-01T23:59Z"), ("ATL", "2001-01-02T05:00Z"),
            ("ATL", "2001-01-01T22:00Z"), ("ORD", "2001-01-02T06:00Z"), ("ATL", "2001-01-01T23:00Z"),
            ("ATL", "2001-01-04T00:00Z"),
        })
        {
            flights.PipeInput(airport, "on time", Ms(at));
        }

        Assert.Equal(
            ["ATL 2001-01-01 2", "ORD 2001-01-01 1", "ATL 2001-01-02 1", "ORD 2001-01-02 1"],
            driver.CreateOutputTopic<string, long>("daily-flights").ReadRecords()
                .Select(record => $"{record.Key} {record.Value}"));
    }

    [Fact]
    public void An_airport_is_called_quiet_once_when_a_day_without_a_flight_of_it_has_passed()
    {
        var builder = new StreamBuilder();
        builder.AddStateStore(Stores.KeyValue<string, long>("last-seen"))
            .Stream<string, string>("flights")
            .Process(() => new QuietAirports(), "last-seen")
            .To("quiet-airports");
        using var driver = new TopologyTestDriver(builder.Build("quiet-airports"));
        TestInputTopic<string, string> flights = driver.CreateInputTopic<string, string>("flights");
        flights.PipeInput("ORD", "on time", Ms("2001-01-01T00:30Z"));
        foreach (string at in new[] { "2001-01-01T12:00Z", "2001-01-02T00:45Z", "2001-01-02T09:00Z" })
        {
            flights.PipeInput("ATL", "on time", Ms(at));
        }

        TestRecord<string, string> quiet = Assert.Single(
            driver.CreateOutputTopic<string, string>("quiet-airports").ReadRecords());
        Assert.Equal(("ORD", Ms("2001-01-02T00:45Z")), (quiet.Key, quiet.TimestampMs));
    }

    private static long Ms(string at) => DateTimeOffset.Parse(
        at, System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();
}
