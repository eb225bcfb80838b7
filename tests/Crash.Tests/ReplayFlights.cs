using FlightDelays;

namespace Kappa.Crash.Tests;

/// <summary>
/// What later versions of <see cref="CrashFlights"/> do: other destinations, other totals, other departures.
/// </summary>
internal static class ReplayFlights
{
    /// <summary>From so many minutes on a delay counts.</summary>
    public const int LateFromMinutes = 15;

    /// <summary>Destinations before this one are left out.</summary>
    public const string FirstDestination = "D05";

    /// <param name="builder">Takes the graph.</param>
    /// <param name="check">Is asked about each flight that is counted.</param>
    public static void Build(StreamBuilder builder, Action<Flight> check)
    {
        builder.UseJson(FlightDelaysJson.Default);
        KTable<string, Airport> airports = builder.Table<string, Airport>("airports");
        KStream<string, Flight> flights = builder.Stream<string, Flight>("flights");
        flights
            .LeftJoin(airports, (flight, airport) => $"{flight.Date} {flight.Destination} out of {airport?.City}")
            .To("departures");
        CrashFlights.Watch(builder, flights);
        KTable<string, DelayTotals> counted = flights
            .Filter((_, flight) => string.CompareOrdinal(flight.Destination, FirstDestination) >= 0)
            .GroupBy((_, flight) => flight.Destination)
            .Aggregate(
                () => DelayTotals.Zero,
                (_, flight, totals) =>
                {
                    check(flight);
                    return totals.Add(flight.Delay < LateFromMinutes ? flight with { Delay = 0 } : flight);
                },
                Materialized.As(CrashFlights.Store));
        CrashFlights.Publish(builder, counted);
    }
}
