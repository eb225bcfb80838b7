namespace Kappa.Crash.Tests;

/// <summary>
/// A version that stops on a flight, so that its cutover fails when the flight comes at the wrong time.
/// </summary>
[Topology("crash-flights", Version = 3)]
public sealed class ReplayFlightsV3 : ITopology
{
    /// <summary>The delay that it stops on.</summary>
    public const int Poison = 99_999;

    public void Build(StreamBuilder builder) => ReplayFlights.Build(builder, flight =>
    {
        if (flight.Delay == Poison)
        {
            throw new InvalidOperationException("This flight is poison.");
        }
    });
}
