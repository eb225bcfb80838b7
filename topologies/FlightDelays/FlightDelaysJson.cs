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
public sealed partial class FlightDelaysJson : JsonSerializerContext;
