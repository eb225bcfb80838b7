using FlightDelays;

namespace Kappa.Topologies.Tests;

/// <summary>The topology of README.md, without a JSON context.</summary>
[Topology("flight-delays", Version = 1)]
public sealed class SampleTopology : ITopology
{
    public void Build(StreamBuilder builder) => builder
        .Stream<string, Flight>("flights")
        .Filter((_, flight) => flight.Distance > 0)
        .GroupBy((_, flight) => flight.Destination)
        .Aggregate(
            () => DelayTotals.Zero, (_, flight, totals) => totals.Add(flight), Materialized.As("delays-by-airport"))
        .LeftJoin(builder.Table<string, Airport>("airports"), (totals, airport) => new AirportDelays(totals, airport))
        .ToStream()
        .To("airport-delays");
}
