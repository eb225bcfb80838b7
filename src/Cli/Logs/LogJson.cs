using System.Text.Json.Serialization;

namespace Kappa.Cli;

/// <summary>How <c>kappa log</c> answers machines.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(LogBatch))]
internal sealed partial class LogJson : JsonSerializerContext;
