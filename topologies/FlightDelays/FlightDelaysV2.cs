using Kappa;

namespace FlightDelays;

/// <summary>What <see cref="FlightDelaysV1"/> gives, and the late flights: 15 minutes or more.</summary>
/// <remarks>
/// The graph is that of version 1; its two types are new. The store has its old name, since each version has a state
/// of its own: no row of version 1 says how many flights were late, only a replay of the flights does.
/// </remarks>
[Topology("flight-delays", Version = 2)]
public sealed class FlightDelaysV2 : ITopology
{
    /// <inheritdoc/>
    public void Build(StreamBuilder builder) => builder
        .UseJson(FlightDelaysJson.Default)
        .Stream<string, Flight>("flights")
        .Filter((_, flight) => flight.Distance > 0)
        .GroupBy((_, flight) => flight.Destination)
        .Aggregate(
            () => DelayTotalsV2.Zero, (_, flight, totals) => totals.Add(flight), Materialized.As("delays-by-airport"))
        .LeftJoin(
            builder.SnapshotTable<string, Airport>("airports"),
            (totals, airport) => new AirportDelaysV2(totals, airport))
        .ToStream()
        .To("airport-delays");
}
