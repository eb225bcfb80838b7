using Kappa;

namespace FlightDelays;

/// <summary>The delays at each airport, from all flights that went any distance.</summary>
[Topology("flight-delays", Version = 1)]
public sealed class FlightDelaysV1 : ITopology
{
    /// <inheritdoc/>
    public void Build(StreamBuilder builder) => builder
        .UseJson(FlightDelaysJson.Default)
        .Stream<string, Flight>("flights")
        .Filter((_, flight) => flight.Distance > 0)
        .GroupBy((_, flight) => flight.Destination)
        .Aggregate(
            () => DelayTotals.Zero, (_, flight, totals) => totals.Add(flight), Materialized.As("delays-by-airport"))
        .LeftJoin(
            builder.SnapshotTable<string, Airport>("airports"),
            (totals, airport) => new AirportDelays(totals, airport))
        .ToStream()
        .To("airport-delays");
}
