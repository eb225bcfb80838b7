using System.Text.Json.Serialization;

namespace Kappa.Logs;

/// <summary>How the owner file is written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(OwnerInfo))]
internal sealed partial class OwnerJson : JsonSerializerContext;
