using FlightDelays;

namespace Kappa.Crash.Tests;

/// <summary>
/// The topology that is killed: an exchange, a stream output, table outputs, one of them with deletions, joins with a
/// table, windows, an operator that the clock calls, and flights that its code fails on behind the exchange.
/// </summary>
[Topology("crash-flights")]
public sealed class CrashFlights : ITopology
{
    public const string Store = "delays-by-airport";

    /// <summary>What the destinations of flights end in that its code fails on.</summary>
    public const string Bad = "-bad";

    /// <summary>The topic that those flights go to.</summary>
    public const string DeadLetters = "dead";

    public void Build(StreamBuilder builder)
    {
        builder.UseJson(FlightDelaysJson.Default).OnFailure(FailureAction.DeadLetter(DeadLetters));
        KTable<string, Airport> airports = builder.Table<string, Airport>("airports");
        KStream<string, Flight> flights = builder.Stream<string, Flight>("flights");
        flights
            .LeftJoin(airports, (flight, airport) => $"{flight.Date} {flight.Destination} from {airport?.City}")
            .To("departures");
        KTable<string, DelayTotals> totals = flights
            .Filter((_, flight) => flight.Distance > 0)
            .GroupBy((_, flight) => flight.Destination)
            .Aggregate(
                () => DelayTotals.Zero, (destination, flight, totals) => totals.Add(Checked(destination, flight)),
                Materialized.As(Store));
        Publish(builder, totals);
        Watch(builder, flights);
    }

    /// <summary>What acts as time passes; every version does the same, so that all must agree on it.</summary>
    public static void Watch(StreamBuilder builder, KStream<string, Flight> flights)
    {
        flights.GroupByKey()
            .WindowedBy(TimeWindows.OfSizeAndGrace(TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(10))
                .AdvanceBy(TimeSpan.FromMilliseconds(10)))
            .Count(Materialized.As("departures-by-time"));
        builder.AddStateStore(Stores.KeyValue<string, long>("ticks"));
        flights.ProcessValues(() => new Ticks("ticks"), "ticks");
    }

    /// <summary>The totals as they are, and those of the destinations that the table of them has.</summary>
    public static void Publish(StreamBuilder builder, KTable<string, DelayTotals> totals)
    {
        totals.ToStream().To("arrivals");
        totals
            .Join(
                builder.Table<string, Airport>("destinations"),
                (delays, destination) => new AirportDelays(delays, destination))
            .ToStream()
            .To("served");
    }

    private static Flight Checked(string destination, Flight flight) =>
        destination.EndsWith(Bad, StringComparison.Ordinal)
            ? throw new InvalidDataException($"There is no airport {destination}.") : flight;
}
