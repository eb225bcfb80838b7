namespace FlightDelays;

/// <summary>What is known of the flights to one airport.</summary>
/// <param name="Flights">How many there were.</param>
/// <param name="DelayMinutes">Their delays together, in minutes.</param>
public readonly record struct DelayTotals(long Flights, long DelayMinutes)
{
    /// <summary>No flights yet.</summary>
    public static DelayTotals Zero => default;

    /// <summary>The totals with one more flight.</summary>
    /// <param name="flight">The flight.</param>
    public DelayTotals Add(Flight flight) => new(Flights + 1, DelayMinutes + flight.Delay);
}
