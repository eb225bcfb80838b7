using System.Text.Json.Serialization;

namespace FlightDelays;

/// <summary>The delays at one airport, with its name: the rows of topic <c>airport-delays</c>.</summary>
/// <param name="Flights">How many flights landed there.</param>
/// <param name="TotalDelayMinutes">Their delays together, in minutes.</param>
/// <param name="MeanDelayMinutes">Their mean delay, in minutes.</param>
/// <param name="Name">Name of the airport; null when it is not known.</param>
/// <param name="City">City it serves; null when it is not known.</param>
[method: JsonConstructor]
public sealed record AirportDelays(
    long Flights, long TotalDelayMinutes, double MeanDelayMinutes, string? Name, string? City)
{
    /// <summary>Puts totals and airport together.</summary>
    /// <param name="totals">Totals of at least one flight.</param>
    /// <param name="airport">The airport; null when it is not known.</param>
    public AirportDelays(DelayTotals totals, Airport? airport)
        : this(
            totals.Flights, totals.DelayMinutes, (double)totals.DelayMinutes / totals.Flights,
            airport?.Name, airport?.City)
    {
    }
}
