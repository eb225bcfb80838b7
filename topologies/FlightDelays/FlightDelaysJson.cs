using System.Text.Json.Serialization;

namespace FlightDelays;

/// <summary>JSON of the records, by generated code.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(Flight))]
[JsonSerializable(typeof(Airport))]
[JsonSerializable(typeof(DelayTotals))]
[JsonSerializable(typeof(AirportDelays))]
[JsonSerializable(typeof(DelayTotalsV2))]
[JsonSerializable(typeof(AirportDelaysV2))]
public sealed partial class FlightDelaysJson : JsonSerializerContext;
