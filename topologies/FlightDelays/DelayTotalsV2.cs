namespace FlightDelays;

/// <summary>What is known of the flights to one airport: <see cref="DelayTotals"/> and the late ones.</summary>
/// <param name="Flights">How many there were.</param>
/// <param name="DelayMinutes">Their delays together, in minutes.</param>
/// <param name="LateFlights">How many of them were late.</param>
public readonly record struct DelayTotalsV2(long Flights, long DelayMinutes, long LateFlights)
{
    /// <summary>The delay from which a flight is late, in minutes: the US Department of Transportation's.</summary>
    public const int LateFromMinutes = 15;

    /// <summary>No flights yet.</summary>
    public static DelayTotalsV2 Zero => default;

    /// <summary>The totals with one more flight.</summary>
    /// <param name="flight">The flight.</param>
    public DelayTotalsV2 Add(Flight flight) => new(
        Flights + 1, DelayMinutes + flight.Delay, LateFlights + (flight.Delay >= LateFromMinutes ? 1 : 0));
}
