namespace Kappa.Crash.Tests;

/// <summary>The version that is replayed beside <see cref="CrashFlights"/>.</summary>
[Topology("crash-flights", Version = 2)]
public sealed class ReplayFlightsV2 : ITopology
{
    public void Build(StreamBuilder builder) => ReplayFlights.Build(builder, _ => { });
}
