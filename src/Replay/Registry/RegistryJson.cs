using System.Text.Json.Serialization;

namespace Kappa.Replay;

/// <summary>JSON of the registry's records, by generated code.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(VersionRecord))]
[JsonSerializable(typeof(CutoverStatus))]
internal sealed partial class RegistryJson : JsonSerializerContext;
