using System.Text.Json.Serialization;

namespace FlightDelays;

/// <summary>
/// The delays at one airport: the fields of <see cref="AirportDelays"/>, so that its readers can read these rows too,
/// and the late flights.
/// </summary>
/// <param name="Flights">How many flights landed there.</param>
/// <param name="TotalDelayMinutes">Their delays together, in minutes.</param>
/// <param name="MeanDelayMinutes">Their mean delay, in minutes.</param>
/// <param name="LateFlights">How many of them were late: by 15 minutes or more.</param>
/// <param name="LateShare">The share of them that was late: 0 to 1.</param>
/// <param name="Name">Name of the airport; null when it is not known.</param>
/// <param name="City">City it serves; null when it is not known.</param>
[method: JsonConstructor]
public sealed record AirportDelaysV2(
    long Flights, long TotalDelayMinutes, double MeanDelayMinutes, long LateFlights, double LateShare,
    string? Name, string? City)
{
    /// <summary>Puts totals and airport together.</summary>
    /// <param name="totals">Totals of at least one flight.</param>
    /// <param name="airport">The airport; null when it is not known.</param>
    public AirportDelaysV2(DelayTotalsV2 totals, Airport? airport)
        : this(
            totals.Flights, totals.DelayMinutes, (double)totals.DelayMinutes / totals.Flights,
            totals.LateFlights, (double)totals.LateFlights / totals.Flights,
            airport?.Name, airport?.City)
    {
    }
}
