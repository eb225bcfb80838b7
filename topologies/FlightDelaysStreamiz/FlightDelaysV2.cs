using FlightDelays;
using Kappa;

namespace FlightDelaysStreamiz;

/// <summary>The same, written for Kappa: what version 1 becomes once a replay shows that nothing differs.</summary>
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
            () => DelayTotals.Zero, (_, flight, totals) => totals.Add(flight), Materialized.As("delays-by-airport"))
        .LeftJoin(
            builder.Table<string, Airport>("airports"), (totals, airport) => new AirportDelays(totals, airport))
        .ToStream()
        .To("airport-delays");
}
