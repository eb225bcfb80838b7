using System.Text.Json.Serialization;

namespace Kappa.Cli;

/// <summary>How the demo's result is written for machines.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(IReadOnlyList<WorstAirport>))]
[JsonSerializable(typeof(WorstAirport))]
internal sealed partial class DemoJson : JsonSerializerContext;
