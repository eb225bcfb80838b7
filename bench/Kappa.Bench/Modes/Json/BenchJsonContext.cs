using System.Text.Json.Serialization;

namespace Kappa.Bench;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(JsonFlight))]
internal sealed partial class BenchJsonContext : JsonSerializerContext;
