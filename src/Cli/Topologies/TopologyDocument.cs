using System.Text.Json.Serialization;

namespace Kappa.Cli;

/// <summary>How <c>kappa topology</c> answers machines.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(TopologySummary[]))]
[JsonSerializable(typeof(TopologyChange[]))]
internal sealed partial class TopologyDocument : JsonSerializerContext;
