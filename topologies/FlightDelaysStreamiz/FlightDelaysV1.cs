using FlightDelays;
using Kappa;
using Streamiz.Kafka.Net.Stream;
using Streamiz.Kafka.Net.Table;
using StreamizBuilder = Streamiz.Kafka.Net.StreamBuilder;
using StreamizDescription = Streamiz.Kafka.Net.Stream.Topology;

namespace FlightDelaysStreamiz;

/// <summary>
/// The delays at each airport, as a user of Streamiz.Kafka.Net wrote them: what is described runs as it stands.
/// </summary>
[Topology("flight-delays", Version = 1)]
public sealed class FlightDelaysV1 : StreamizTopology
{
    /// <inheritdoc/>
    protected override StreamizDescription Describe()
    {
        var text = new Streamiz.Kafka.Net.SerDes.StringSerDes();
        var builder = new StreamizBuilder();
        IKTable<string, Airport> airports = builder.Table(
            "airports", text, new JsonSerDes<Airport>(FlightDelaysJson.Default.Airport),
            RocksDb.As<string, Airport>("airports-by-code"));

        builder.Stream("flights", text, new JsonSerDes<Flight>(FlightDelaysJson.Default.Flight))
            .Filter((_, flight, _) => flight.Distance > 0)
            .GroupBy((_, flight, _) => flight.Destination)
            .Aggregate(
                () => DelayTotals.Zero, (_, flight, totals) => totals.Add(flight),
                RocksDb.As<string, DelayTotals>("delays-by-airport")
                    .WithKeySerdes(text)
                    .WithValueSerdes(new JsonSerDes<DelayTotals>(FlightDelaysJson.Default.DelayTotals)))
            .LeftJoin(
                airports, (totals, airport) => new AirportDelays(totals, airport),
                RocksDb.As<string, AirportDelays>("delays-with-names")
                    .WithKeySerdes(text)
                    .WithValueSerdes(new JsonSerDes<AirportDelays>(FlightDelaysJson.Default.AirportDelays)))
            .ToStream()
            .To("airport-delays", text, new JsonSerDes<AirportDelays>(FlightDelaysJson.Default.AirportDelays));
        return builder.Build();
    }

    /// <inheritdoc/>
    protected override void Declare(StreamizOutputs outputs) => outputs.Add(
        "airport-delays", Serdes.String, Serdes.Json(FlightDelaysJson.Default.AirportDelays), like: "flights");
}
